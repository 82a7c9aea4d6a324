-- Refused by PostgreSQL while an id is longer than twelve characters: shorten those first

BEGIN;

ALTER TABLE accounts
ALTER COLUMN account_id TYPE VARCHAR(12);

COMMENT ON COLUMN accounts.account_id IS 'AWS account id';

COMMIT;
