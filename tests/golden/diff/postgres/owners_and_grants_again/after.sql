CREATE TABLE t (id integer, n bigint);
ALTER TABLE t OWNER TO pawl_golden_reader;
CREATE VIEW v AS SELECT n FROM t;
ALTER VIEW v OWNER TO pawl_golden_owner;
GRANT SELECT (n) ON v TO pawl_golden_reader;
CREATE FUNCTION f(t) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
ALTER FUNCTION f(t) OWNER TO pawl_golden_owner;
REVOKE ALL ON FUNCTION f(t) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION f(t) TO pawl_golden_reader WITH GRANT OPTION;
