CREATE TABLE t (a integer, b text, d date);
CREATE FUNCTION f() RETURNS TABLE (x integer, y text) LANGUAGE sql BEGIN ATOMIC SELECT a, b FROM t; END;
CREATE FUNCTION g(t) RETURNS text LANGUAGE sql AS 'SELECT $1.b';
CREATE TABLE h (t t, ts t[]);
