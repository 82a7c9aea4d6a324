-- What a user owns and owes. current_balance is kept by rebuild_account_snapshots(), see 0013.

CREATE TABLE financial_accounts (
    id              UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    user_id         UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name            VARCHAR(100) NOT NULL,
    nature          VARCHAR(10) NOT NULL,
    type            VARCHAR(30) NOT NULL,
    currency_code   CHAR(3) NOT NULL DEFAULT 'USD',
    initial_balance NUMERIC(20, 8) NOT NULL DEFAULT 0,
    current_balance NUMERIC(20, 8) NOT NULL DEFAULT 0,
    include_in_net_worth BOOLEAN NOT NULL DEFAULT TRUE,
    include_in_cash_flow BOOLEAN NOT NULL DEFAULT FALSE,
    status          VARCHAR(10) NOT NULL DEFAULT 'active',
    created_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT ck_financial_accounts_nature CHECK (nature IN ('asset', 'liability')),
    CONSTRAINT ck_financial_accounts_type
        CHECK (type IN ('cash', 'deposit', 'e_money', 'investment', 'receivable',
                        'credit_card', 'loan', 'payable')),
    CONSTRAINT ck_financial_accounts_status CHECK (status IN ('active', 'inactive', 'closed'))
);

CREATE INDEX ix_financial_accounts_user_id ON financial_accounts (user_id, status);

CREATE TRIGGER trg_financial_accounts_updated_at BEFORE UPDATE ON financial_accounts
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
