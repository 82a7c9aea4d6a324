BEGIN;
UPDATE users SET age = 1 WHERE id = 1;
COMMIT;
