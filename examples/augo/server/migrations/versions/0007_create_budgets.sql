-- A budget, the periods it has run through, and how a user wants to be warned.

CREATE TABLE budgets (
    id            UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    user_id       UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name          VARCHAR(100) NOT NULL,
    scope         VARCHAR(10) NOT NULL DEFAULT 'total',
    category_key  VARCHAR(50),
    amount        NUMERIC(20, 8) NOT NULL,
    currency_code CHAR(3) NOT NULL DEFAULT 'USD',
    period_type   VARCHAR(10) NOT NULL DEFAULT 'monthly',
    anchor_day    SMALLINT NOT NULL DEFAULT 1,
    rollover      BOOLEAN NOT NULL DEFAULT FALSE,
    status        VARCHAR(10) NOT NULL DEFAULT 'active',
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT ck_budgets_scope CHECK ((scope = 'total') = (category_key IS NULL)),
    CONSTRAINT ck_budgets_amount CHECK (amount > 0),
    CONSTRAINT ck_budgets_period_type
        CHECK (period_type IN ('weekly', 'biweekly', 'monthly', 'yearly')),
    CONSTRAINT ck_budgets_anchor_day CHECK (anchor_day BETWEEN 1 AND 28)
);

CREATE UNIQUE INDEX uq_budgets_active_scope ON budgets (user_id, coalesce(category_key, ''))
    WHERE status = 'active';

CREATE TABLE budget_periods (
    id              UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    budget_id       UUID NOT NULL REFERENCES budgets (id) ON DELETE CASCADE,
    period_start    DATE NOT NULL,
    period_end      DATE NOT NULL,
    amount          NUMERIC(20, 8) NOT NULL,
    rollover_amount NUMERIC(20, 8) NOT NULL DEFAULT 0,
    spent_amount    NUMERIC(20, 8) NOT NULL DEFAULT 0,
    remaining       NUMERIC(20, 8)
                    GENERATED ALWAYS AS (amount + rollover_amount - spent_amount) STORED,
    created_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT uq_budget_periods_start UNIQUE (budget_id, period_start),
    CONSTRAINT ck_budget_periods_range CHECK (period_end > period_start)
);

CREATE TABLE budget_settings (
    user_id           UUID PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    warning_threshold SMALLINT NOT NULL DEFAULT 80,
    alert_threshold   SMALLINT NOT NULL DEFAULT 100,
    weekly_summary    BOOLEAN NOT NULL DEFAULT TRUE,
    created_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT ck_budget_settings_thresholds CHECK (warning_threshold BETWEEN 1 AND alert_threshold)
);

CREATE TRIGGER trg_budgets_updated_at BEFORE UPDATE ON budgets
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER trg_budget_settings_updated_at BEFORE UPDATE ON budget_settings
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
