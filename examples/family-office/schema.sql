-- The schema of the Family Office Platform, as it is to be, for SQLite and PostgreSQL.

CREATE TABLE users (
    id                  UUID NOT NULL,
    email               VARCHAR(255) NOT NULL,
    password_hash       VARCHAR(255) NOT NULL,
    first_name          VARCHAR(100) NOT NULL,
    last_name           VARCHAR(100) NOT NULL,
    risk_tolerance      VARCHAR(20) NOT NULL DEFAULT 'moderate',
    net_worth           NUMERIC(18, 2) NOT NULL DEFAULT 0,
    annual_income       NUMERIC(18, 2),
    mfa_enabled         BOOLEAN NOT NULL DEFAULT FALSE,
    mfa_secret          VARCHAR(64),
    is_active           BOOLEAN NOT NULL DEFAULT TRUE,
    last_login_at       TIMESTAMP WITH TIME ZONE,
    created_at          TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at          TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT pk_users PRIMARY KEY (id),
    CONSTRAINT uq_users_email UNIQUE (email),
    CONSTRAINT ck_users_risk_tolerance
        CHECK (risk_tolerance IN ('conservative', 'moderate', 'aggressive')),
    CONSTRAINT ck_users_mfa_secret CHECK (mfa_secret IS NOT NULL OR NOT mfa_enabled)
);

CREATE TABLE accounts (
    id                  UUID NOT NULL,
    user_id             UUID NOT NULL,
    name                VARCHAR(120) NOT NULL,
    account_type        VARCHAR(30) NOT NULL,
    institution         VARCHAR(120),
    account_number_mask VARCHAR(8),
    currency            CHAR(3) NOT NULL DEFAULT 'USD',
    current_balance     NUMERIC(18, 2) NOT NULL DEFAULT 0,
    available_balance   NUMERIC(18, 2),
    plaid_account_id    VARCHAR(64),
    plaid_access_token  VARCHAR(255),
    sync_status         VARCHAR(20) NOT NULL DEFAULT 'manual',
    last_synced_at      TIMESTAMP WITH TIME ZONE,
    is_active           BOOLEAN NOT NULL DEFAULT TRUE,
    created_at          TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at          TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    sync_error_code VARCHAR(64),
    sync_error_message TEXT,
    sync_failures INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT pk_accounts PRIMARY KEY (id),
    CONSTRAINT fk_accounts_user_id_users
        FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT uq_accounts_plaid_account_id UNIQUE (plaid_account_id),
    CONSTRAINT ck_accounts_account_type
        CHECK (account_type IN ('brokerage', 'retirement', 'checking', 'savings', 'trust',
                                'credit', 'loan', 'crypto', 'other')),
    CONSTRAINT ck_accounts_sync_status
        CHECK (sync_status IN ('manual', 'pending', 'synced', 'failed'))
);

CREATE TABLE agent_tasks (
    id                  UUID NOT NULL,
    user_id             UUID NOT NULL,
    agent_type          VARCHAR(50) NOT NULL,
    task_type           VARCHAR(50) NOT NULL,
    status              VARCHAR(20) NOT NULL DEFAULT 'pending',
    priority            INTEGER NOT NULL DEFAULT 5,
    parameters          JSON,
    result              JSON,
    error_message       TEXT,
    retry_count         INTEGER NOT NULL DEFAULT 0,
    max_retries         INTEGER NOT NULL DEFAULT 3,
    scheduled_at        TIMESTAMP WITH TIME ZONE,
    started_at          TIMESTAMP WITH TIME ZONE,
    completed_at        TIMESTAMP WITH TIME ZONE,
    created_at          TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT pk_agent_tasks PRIMARY KEY (id),
    CONSTRAINT fk_agent_tasks_user_id_users
        FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_agent_tasks_status
        CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
    CONSTRAINT ck_agent_tasks_retries CHECK (retry_count BETWEEN 0 AND max_retries)
);

CREATE TABLE assets (
    id                  UUID NOT NULL,
    account_id          UUID NOT NULL,
    symbol              VARCHAR(20) NOT NULL,
    name                VARCHAR(200) NOT NULL,
    asset_type          VARCHAR(20) NOT NULL,
    quantity            NUMERIC(20, 8) NOT NULL DEFAULT 0,
    cost_basis          NUMERIC(18, 2),
    current_price       NUMERIC(18, 6),
    current_value       NUMERIC(18, 2),
    beta                NUMERIC(10, 4),
    alpha               NUMERIC(10, 4),
    one_year_return     NUMERIC(10, 4),
    three_year_return   NUMERIC(10, 4),
    dividend_yield      NUMERIC(10, 4),
    priced_at           TIMESTAMP WITH TIME ZONE,
    created_at          TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at          TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT pk_assets PRIMARY KEY (id),
    CONSTRAINT fk_assets_account_id_accounts
        FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT uq_assets_account_id_symbol UNIQUE (account_id, symbol),
    CONSTRAINT ck_assets_asset_type
        CHECK (asset_type IN ('stock', 'bond', 'etf', 'mutual_fund', 'option', 'crypto', 'cash'))
);

CREATE TABLE real_estate (
    id                  UUID NOT NULL,
    user_id             UUID NOT NULL,
    property_name       VARCHAR(120) NOT NULL,
    property_type       VARCHAR(30) NOT NULL,
    address             VARCHAR(255) NOT NULL,
    city                VARCHAR(100) NOT NULL,
    state               VARCHAR(50),
    postal_code         VARCHAR(20),
    country             CHAR(2) NOT NULL DEFAULT 'US',
    purchase_price      NUMERIC(18, 2),
    purchase_date       DATE,
    current_value       NUMERIC(18, 2),
    valued_at           TIMESTAMP WITH TIME ZONE,
    is_rental           BOOLEAN NOT NULL DEFAULT FALSE,
    monthly_rent        NUMERIC(18, 2),
    monthly_expenses    NUMERIC(18, 2),
    mortgage_balance    NUMERIC(18, 2) NOT NULL DEFAULT 0,
    mortgage_rate       NUMERIC(6, 4),
    mortgage_payment    NUMERIC(18, 2),
    created_at          TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at          TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT pk_real_estate PRIMARY KEY (id),
    CONSTRAINT fk_real_estate_user_id_users
        FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_real_estate_mortgage_balance CHECK (mortgage_balance >= 0)
);

CREATE TABLE transactions (
    id                  UUID NOT NULL,
    account_id          UUID NOT NULL,
    asset_id            UUID,
    transaction_type    VARCHAR(20) NOT NULL,
    symbol              VARCHAR(20),
    quantity            NUMERIC(20, 8),
    price               NUMERIC(18, 6),
    amount              NUMERIC(18, 2) NOT NULL,
    fees                NUMERIC(18, 2) NOT NULL DEFAULT 0,
    net_realized_gain       NUMERIC(18, 2),
    description         TEXT,
    plaid_transaction_id VARCHAR(64),
    is_reconciled       BOOLEAN NOT NULL DEFAULT FALSE,
    transaction_date    TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at          TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    holding_period VARCHAR(10)
    CONSTRAINT ck_transactions_holding_period CHECK (holding_period IN ('short', 'long')),
    CONSTRAINT pk_transactions PRIMARY KEY (id),
    CONSTRAINT fk_transactions_account_id_accounts
        FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    CONSTRAINT fk_transactions_asset_id_assets
        FOREIGN KEY (asset_id) REFERENCES assets (id) ON DELETE SET NULL,
    CONSTRAINT uq_transactions_plaid_transaction_id UNIQUE (plaid_transaction_id),
    CONSTRAINT ck_transactions_transaction_type
        CHECK (transaction_type IN ('buy', 'sell', 'dividend', 'interest', 'deposit',
                                    'withdrawal', 'fee', 'transfer'))
);

CREATE INDEX ix_accounts_sync_status ON accounts (sync_status, last_synced_at);

CREATE INDEX ix_accounts_user_id ON accounts (user_id);

CREATE INDEX ix_agent_tasks_open ON agent_tasks (priority, scheduled_at)
    WHERE status IN ('pending', 'running');

CREATE INDEX ix_agent_tasks_status ON agent_tasks (status, scheduled_at);

CREATE INDEX ix_agent_tasks_user_id ON agent_tasks (user_id);

CREATE INDEX ix_assets_account_id ON assets (account_id);

CREATE INDEX ix_assets_symbol ON assets (symbol);

CREATE INDEX ix_real_estate_user_id ON real_estate (user_id);

CREATE INDEX ix_transactions_account_id_date ON transactions (account_id, transaction_date);

CREATE INDEX ix_transactions_asset_id ON transactions (asset_id);

CREATE INDEX ix_transactions_type_date ON transactions (transaction_type, transaction_date);

CREATE INDEX ix_transactions_unreconciled ON transactions (account_id)
    WHERE NOT is_reconciled;

CREATE UNIQUE INDEX ix_users_email_lower ON users (lower(email));
