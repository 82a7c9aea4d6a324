CREATE TABLE financial_settings (
    user_id                UUID PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    primary_currency       CHAR(3) NOT NULL DEFAULT 'USD',
    month_start_day        SMALLINT NOT NULL DEFAULT 1,
    safety_balance         NUMERIC(20, 8) NOT NULL DEFAULT 0,
    estimated_avg_spending NUMERIC(20, 8),
    burn_rate_mode         VARCHAR(10) NOT NULL DEFAULT 'auto',
    created_at             TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at             TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT ck_financial_settings_month_start_day CHECK (month_start_day BETWEEN 1 AND 28),
    CONSTRAINT ck_financial_settings_burn_rate_mode
        CHECK (burn_rate_mode = 'auto' OR estimated_avg_spending IS NOT NULL)
);

CREATE TRIGGER trg_financial_settings_updated_at BEFORE UPDATE ON financial_settings
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
