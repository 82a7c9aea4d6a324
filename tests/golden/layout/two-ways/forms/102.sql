SELECT 1;
-- Down (rollback): see below
SELECT 2;
-- goose up
SELECT 3;
-- upload
SELECT 4;
