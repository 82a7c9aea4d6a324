-- File: database/migrations/001_expand_account_id_column.sql

-- Description: Expand accounts.account_id from VARCHAR(12) to VARCHAR(20)
-- Reason: partner accounts carry a prefix, so their ids are longer than AWS's twelve digits

BEGIN;

ALTER TABLE accounts
ALTER COLUMN account_id TYPE VARCHAR(20);

COMMENT ON COLUMN accounts.account_id IS
'AWS account id, with the partner''s prefix where there is one';

-- Ids that were imported from spreadsheets came with dashes and blanks
UPDATE accounts
SET account_id = regexp_replace(account_id, '[^A-Za-z0-9]', '', 'g')
WHERE account_id ~ '[^A-Za-z0-9]';

COMMIT;
