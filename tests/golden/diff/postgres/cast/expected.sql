DROP CAST (integer AS date);
CREATE CAST (integer AS date) WITH FUNCTION c(integer) AS ASSIGNMENT;
COMMENT ON CAST (integer AS date) IS 'c';
