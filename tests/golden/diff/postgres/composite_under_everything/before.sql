CREATE TYPE c AS (a integer, b text);
CREATE FUNCTION f(c) RETURNS integer LANGUAGE sql AS 'SELECT $1.a';
CREATE VIEW v AS SELECT (ROW(1, 'x')::c).b;
