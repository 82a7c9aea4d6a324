BEGIN;
PRAGMA journal_mode = WAL;
COMMIT;
