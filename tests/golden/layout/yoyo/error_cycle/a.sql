-- depends: b
SELECT 1;
