CREATE FUNCTION c(integer) RETURNS date LANGUAGE sql AS $$ SELECT date '2024-01-01' + $1 $$;
CREATE CAST (integer AS date) WITH FUNCTION c(integer) AS ASSIGNMENT;
COMMENT ON CAST (integer AS date) IS 'c';
