-- Alex Financial Planner: the relational backbone.
--
-- Users, the reference table of instruments, accounts, positions, and the jobs
-- of the agents (Planner, Reporter, Charter, Retirement). Every statement stands
-- alone, without psql's own commands and without ":name", so that each can be
-- sent through the RDS Data API as it is.

CREATE EXTENSION IF NOT EXISTS "uuid-ossp";

-- The identity provider keeps the login; this table keeps what planning needs.
CREATE TABLE IF NOT EXISTS users (
    id                       UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    auth_subject             VARCHAR(255) NOT NULL,
    email                    VARCHAR(320),
    display_name             VARCHAR(255),
    years_until_retirement   INTEGER,
    target_retirement_income NUMERIC(14, 2),
    asset_class_targets      JSONB NOT NULL DEFAULT '{"equity": 70, "fixed_income": 30}',
    region_targets           JSONB NOT NULL DEFAULT '{"north_america": 50, "international": 50}',
    created_at               TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at               TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT users_auth_subject_key UNIQUE (auth_subject),
    CONSTRAINT users_years_until_retirement_check CHECK (years_until_retirement BETWEEN 0 AND 80),
    CONSTRAINT users_target_retirement_income_check CHECK (target_retirement_income >= 0)
);

-- What can be held: the allocations are shares in percent, by region, sector and class.
CREATE TABLE IF NOT EXISTS instruments (
    symbol                 VARCHAR(20) PRIMARY KEY,
    name                   VARCHAR(255) NOT NULL,
    instrument_type        VARCHAR(30) NOT NULL,
    current_price          NUMERIC(12, 4),
    allocation_regions     JSONB NOT NULL DEFAULT '{}',
    allocation_sectors     JSONB NOT NULL DEFAULT '{}',
    allocation_asset_class JSONB NOT NULL DEFAULT '{}',
    created_at             TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at             TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT instruments_type_check
        CHECK (instrument_type IN ('etf', 'mutual_fund', 'stock', 'bond', 'bond_fund', 'cash')),
    CONSTRAINT instruments_price_check CHECK (current_price >= 0)
);

CREATE TABLE IF NOT EXISTS accounts (
    id              UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    user_id         UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    account_name    VARCHAR(255) NOT NULL,
    account_purpose TEXT,
    cash_balance    NUMERIC(14, 2) NOT NULL DEFAULT 0,
    cash_interest   NUMERIC(6, 4) NOT NULL DEFAULT 0,
    created_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at      TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS positions (
    id         UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    symbol     VARCHAR(20) NOT NULL REFERENCES instruments (symbol),
    quantity   NUMERIC(20, 8) NOT NULL,
    as_of_date DATE NOT NULL DEFAULT CURRENT_DATE,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT positions_account_symbol_key UNIQUE (account_id, symbol)
);

-- One row a request; each agent writes its own payload, so that none overwrites another's.
CREATE TABLE IF NOT EXISTS jobs (
    id                 UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    user_id            UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    job_type           VARCHAR(50) NOT NULL,
    status             VARCHAR(20) NOT NULL DEFAULT 'pending',
    request_payload    JSONB,
    report_payload     JSONB,
    charts_payload     JSONB,
    retirement_payload JSONB,
    summary_payload    JSONB,
    error_message      TEXT,
    created_at         TIMESTAMPTZ NOT NULL DEFAULT now(),
    started_at         TIMESTAMPTZ,
    completed_at       TIMESTAMPTZ,
    updated_at         TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT jobs_status_check CHECK (status IN ('pending', 'running', 'completed', 'failed')),
    CONSTRAINT jobs_completed_check CHECK (completed_at IS NULL OR completed_at >= created_at)
);

-- Common look-ups: a user's accounts, an account's positions, the holders of an
-- instrument, a user's newest jobs, and the queue of those that wait.
CREATE INDEX IF NOT EXISTS idx_accounts_user_id ON accounts (user_id);
CREATE INDEX IF NOT EXISTS idx_positions_account_id ON positions (account_id);
CREATE INDEX IF NOT EXISTS idx_positions_symbol ON positions (symbol);
CREATE INDEX IF NOT EXISTS idx_instruments_type ON instruments (instrument_type);
CREATE INDEX IF NOT EXISTS idx_jobs_user_id_created_at ON jobs (user_id, created_at DESC);
CREATE INDEX IF NOT EXISTS idx_jobs_open ON jobs (created_at)
    WHERE status IN ('pending', 'running');

CREATE OR REPLACE FUNCTION update_updated_at_column() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at = now();
    RETURN NEW;
END;
$$;

CREATE OR REPLACE TRIGGER update_users_updated_at
    BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

CREATE OR REPLACE TRIGGER update_instruments_updated_at
    BEFORE UPDATE ON instruments
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

CREATE OR REPLACE TRIGGER update_accounts_updated_at
    BEFORE UPDATE ON accounts
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

CREATE OR REPLACE TRIGGER update_positions_updated_at
    BEFORE UPDATE ON positions
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

CREATE OR REPLACE TRIGGER update_jobs_updated_at
    BEFORE UPDATE ON jobs
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE users IS
    'Profile and planning targets; login data stays with the identity provider';
COMMENT ON TABLE instruments IS 'Reference data: what can be held, its price and its allocations';
COMMENT ON TABLE accounts IS 'A user''s brokerage, retirement and cash accounts';
COMMENT ON TABLE positions IS 'How much of an instrument an account holds';
COMMENT ON TABLE jobs IS 'Asynchronous work of the agents, with what each of them made';
COMMENT ON COLUMN jobs.report_payload IS 'Written by the Reporter: the portfolio in words';
COMMENT ON COLUMN jobs.charts_payload IS 'Written by the Charter: chart specifications';
COMMENT ON COLUMN jobs.retirement_payload IS 'Written by the Retirement agent: projections';
COMMENT ON COLUMN jobs.summary_payload IS 'Written by the Planner when all others are done';
