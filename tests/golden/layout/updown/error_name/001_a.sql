-- rambler up
SELECT 1;
