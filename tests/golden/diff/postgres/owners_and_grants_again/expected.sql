SET check_function_bodies = off;
DROP VIEW v;
DROP FUNCTION f(t);
ALTER TABLE t OWNER TO pawl_golden_reader;
ALTER TABLE t ALTER COLUMN n TYPE bigint;
CREATE FUNCTION f(t)
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT 1::bigint$function$;
ALTER FUNCTION f(t) OWNER TO pawl_golden_owner;
CREATE VIEW v AS
 SELECT t.n
   FROM t;
ALTER VIEW v OWNER TO pawl_golden_owner;
REVOKE ALL ON FUNCTION f(t) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION f(t) TO pawl_golden_reader WITH GRANT OPTION;
GRANT SELECT (n) ON TABLE v TO pawl_golden_reader;
