-- Track why a Plaid synchronisation failed, and how often in a row.
-- pawl:requires ca3d44803198

-- pawl:up

ALTER TABLE accounts ADD COLUMN sync_error_code VARCHAR(64);
ALTER TABLE accounts ADD COLUMN sync_error_message TEXT;
ALTER TABLE accounts ADD COLUMN sync_failures INTEGER NOT NULL DEFAULT 0;
CREATE INDEX ix_accounts_sync_status ON accounts (sync_status, last_synced_at);

-- pawl:down

DROP INDEX ix_accounts_sync_status;
ALTER TABLE accounts DROP COLUMN sync_failures;
ALTER TABLE accounts DROP COLUMN sync_error_message;
ALTER TABLE accounts DROP COLUMN sync_error_code;
