CREATE TYPE c AS (a bigint, b varchar(5), d date);
CREATE FUNCTION f(c) RETURNS bigint LANGUAGE sql AS 'SELECT $1.a';
CREATE VIEW v AS SELECT (ROW(1, 'x', NULL)::c).b;
