BEGIN;
UPDATE users SET age = 1 WHERE id = 1;
COMMIT;
UPDATE users SET age = 2 WHERE id = 2;
