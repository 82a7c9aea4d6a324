-- Transactions, comments on them, shares of a bill, and what recurs.

CREATE TABLE recurring_transactions (
    id              UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    user_id         UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    type            VARCHAR(10) NOT NULL,
    source_account_id UUID REFERENCES financial_accounts (id) ON DELETE SET NULL,
    target_account_id UUID REFERENCES financial_accounts (id) ON DELETE SET NULL,
    amount          NUMERIC(20, 8) NOT NULL,
    currency_code   CHAR(3) NOT NULL DEFAULT 'USD',
    category_key    VARCHAR(50) NOT NULL DEFAULT 'OTHERS',
    recurrence_rule VARCHAR(255) NOT NULL,
    start_date      DATE NOT NULL,
    end_date        DATE,
    next_run_at     TIMESTAMPTZ,
    is_active       BOOLEAN NOT NULL DEFAULT TRUE,
    created_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT ck_recurring_transactions_type CHECK (type IN ('income', 'expense', 'transfer')),
    CONSTRAINT ck_recurring_transactions_amount CHECK (amount > 0),
    CONSTRAINT ck_recurring_transactions_dates CHECK (end_date IS NULL OR end_date >= start_date)
);

COMMENT ON COLUMN recurring_transactions.recurrence_rule IS
    'RFC 5545, e.g. FREQ=MONTHLY;BYMONTHDAY=1';

-- An amount is never negative: it leaves the source account and enters the target account.
CREATE TABLE transactions (
    id                UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    user_id           UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    type              VARCHAR(10) NOT NULL,
    source_account_id UUID REFERENCES financial_accounts (id) ON DELETE SET NULL,
    target_account_id UUID REFERENCES financial_accounts (id) ON DELETE SET NULL,
    recurring_transaction_id UUID REFERENCES recurring_transactions (id) ON DELETE SET NULL,
    source_session_id UUID REFERENCES sessions (id) ON DELETE SET NULL,
    amount            NUMERIC(20, 8) NOT NULL,
    amount_original   NUMERIC(20, 8) NOT NULL,
    currency_code     CHAR(3) NOT NULL DEFAULT 'USD',
    exchange_rate     NUMERIC(20, 8),
    category_key      VARCHAR(50) NOT NULL DEFAULT 'OTHERS',
    description       TEXT,
    tags              TEXT[] NOT NULL DEFAULT '{}',
    transaction_at    TIMESTAMPTZ NOT NULL,
    created_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT ck_transactions_type CHECK (type IN ('income', 'expense', 'transfer')),
    CONSTRAINT ck_transactions_amount CHECK (amount >= 0),
    CONSTRAINT ck_transactions_accounts CHECK (source_account_id <> target_account_id)
);

CREATE INDEX ix_transactions_user_id_at ON transactions (user_id, transaction_at DESC);
CREATE INDEX ix_transactions_source ON transactions (source_account_id, transaction_at);
CREATE INDEX ix_transactions_target ON transactions (target_account_id, transaction_at);
CREATE INDEX ix_transactions_category ON transactions (user_id, category_key);
CREATE INDEX ix_transactions_tags ON transactions USING gin (tags);

CREATE TABLE transaction_comments (
    id                UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    transaction_id    UUID NOT NULL REFERENCES transactions (id) ON DELETE CASCADE,
    user_id           UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    parent_comment_id UUID REFERENCES transaction_comments (id) ON DELETE CASCADE,
    content           TEXT NOT NULL,
    mentioned_users   UUID[] NOT NULL DEFAULT '{}',
    created_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT ck_transaction_comments_content CHECK (length(content) > 0)
);

CREATE INDEX ix_transaction_comments_transaction_id
    ON transaction_comments (transaction_id, created_at);

CREATE TABLE transaction_shares (
    id             UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    transaction_id UUID NOT NULL REFERENCES transactions (id) ON DELETE CASCADE,
    user_id        UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    share_amount   NUMERIC(20, 8) NOT NULL,
    is_settled     BOOLEAN NOT NULL DEFAULT FALSE,
    settled_at     TIMESTAMPTZ,
    created_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT uq_transaction_shares_user UNIQUE (transaction_id, user_id),
    CONSTRAINT ck_transaction_shares_amount CHECK (share_amount >= 0),
    CONSTRAINT ck_transaction_shares_settled CHECK (is_settled = (settled_at IS NOT NULL))
);

CREATE TRIGGER trg_recurring_transactions_updated_at BEFORE UPDATE ON recurring_transactions
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER trg_transactions_updated_at BEFORE UPDATE ON transactions
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER trg_transaction_comments_updated_at BEFORE UPDATE ON transaction_comments
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
