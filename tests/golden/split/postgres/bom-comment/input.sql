-- x
SELECT 2;