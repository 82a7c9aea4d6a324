CREATE TYPE c AS (a bigint, x date);
COMMENT ON COLUMN c.x IS 'x';
