-- Up migration (x)
SELECT 1;
-- DOWN Migration (Rollback)
SELECT 2;
