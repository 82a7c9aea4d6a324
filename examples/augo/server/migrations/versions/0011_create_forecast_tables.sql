-- What was (a balance a day and account) and what will be (forecasts and their points).

CREATE TABLE account_snapshots (
    account_id    UUID NOT NULL REFERENCES financial_accounts (id) ON DELETE CASCADE,
    snapshot_date DATE NOT NULL,
    inflow        NUMERIC(20, 8) NOT NULL DEFAULT 0,
    outflow       NUMERIC(20, 8) NOT NULL DEFAULT 0,
    balance       NUMERIC(20, 8) NOT NULL,
    PRIMARY KEY (account_id, snapshot_date),
    CONSTRAINT ck_account_snapshots_flows CHECK (inflow >= 0 AND outflow >= 0)
);

COMMENT ON TABLE account_snapshots IS 'Derived: rebuild_account_snapshots() makes all of it anew';

CREATE TABLE forecasts (
    id           UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    user_id      UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    model        VARCHAR(50) NOT NULL,
    horizon_days INTEGER NOT NULL,
    parameters   JSONB NOT NULL DEFAULT '{}',
    narrative    TEXT,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT ck_forecasts_horizon_days CHECK (horizon_days BETWEEN 1 AND 730)
);

CREATE INDEX ix_forecasts_user_id ON forecasts (user_id, created_at DESC);

CREATE TABLE forecast_points (
    forecast_id   UUID NOT NULL REFERENCES forecasts (id) ON DELETE CASCADE,
    forecast_date DATE NOT NULL,
    expected      NUMERIC(20, 8) NOT NULL,
    lower_bound   NUMERIC(20, 8) NOT NULL,
    upper_bound   NUMERIC(20, 8) NOT NULL,
    PRIMARY KEY (forecast_id, forecast_date),
    CONSTRAINT ck_forecast_points_bounds CHECK (expected BETWEEN lower_bound AND upper_bound)
);
