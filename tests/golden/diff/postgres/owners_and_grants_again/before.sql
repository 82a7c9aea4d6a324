CREATE TABLE t (id integer, n integer);
ALTER TABLE t OWNER TO pawl_golden_owner;
CREATE VIEW v AS SELECT n FROM t;
ALTER VIEW v OWNER TO pawl_golden_owner;
GRANT SELECT (n), UPDATE (n) ON v TO pawl_golden_reader;
CREATE FUNCTION f(t) RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION f(t) OWNER TO pawl_golden_owner;
REVOKE ALL ON FUNCTION f(t) FROM PUBLIC;
INSERT INTO t VALUES (1, 2);
