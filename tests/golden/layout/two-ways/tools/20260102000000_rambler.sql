-- rambler up
SELECT 1;
-- rambler down
SELECT 2;
-- rambler up
SELECT 3;
