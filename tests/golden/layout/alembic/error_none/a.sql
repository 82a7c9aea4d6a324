-- Running upgrade x
SELECT 1;
