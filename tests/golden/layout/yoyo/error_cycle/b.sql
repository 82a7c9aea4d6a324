-- depends: a
SELECT 1;
