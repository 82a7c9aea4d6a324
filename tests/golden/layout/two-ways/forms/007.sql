-- UP (apply)
SELECT 1;
-- DOWN (rollback)
SELECT 2;
