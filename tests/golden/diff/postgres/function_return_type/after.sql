CREATE FUNCTION f(a integer) RETURNS bigint LANGUAGE sql AS $$ SELECT a $$;
CREATE TABLE t (a integer DEFAULT f(1), b integer);
CREATE VIEW v AS SELECT f(b) AS x FROM t;
