-- The tables as backend/database/models.py made them, before there were migrations.
-- Load it into an empty database with psql; it is no migration itself.

CREATE TABLE accounts (
    id           SERIAL PRIMARY KEY,
    account_id   VARCHAR(12) NOT NULL UNIQUE,
    account_name VARCHAR(255) NOT NULL,
    role_arn     VARCHAR(2048),
    external_id  VARCHAR(64),
    region       VARCHAR(32) NOT NULL DEFAULT 'us-east-1',
    is_active    BOOLEAN NOT NULL DEFAULT TRUE,
    created_at   TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at   TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

COMMENT ON COLUMN accounts.account_id IS 'AWS account id';

CREATE TABLE users (
    id                SERIAL PRIMARY KEY,
    username          VARCHAR(80) NOT NULL UNIQUE,
    email             VARCHAR(255) NOT NULL UNIQUE,
    password_hash     VARCHAR(255) NOT NULL,
    role              VARCHAR(20) NOT NULL DEFAULT 'user'
                      CHECK (role IN ('admin', 'analyst', 'user', 'client')),
    client_account_id INTEGER REFERENCES accounts (id),
    is_active         BOOLEAN NOT NULL DEFAULT TRUE,
    last_login        TIMESTAMP,
    created_at        TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

COMMENT ON COLUMN users.client_account_id IS
    'Set for client users alone: the one account they may see';

CREATE INDEX ix_users_role ON users (role);
CREATE INDEX ix_users_client_account_id ON users (client_account_id);
