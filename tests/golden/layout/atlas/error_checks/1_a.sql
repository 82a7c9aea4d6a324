-- atlas:txtar

-- checks.sql --
SELECT 1;
-- migration.sql --
SELECT 2;
