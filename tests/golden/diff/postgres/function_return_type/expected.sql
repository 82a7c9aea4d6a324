SET check_function_bodies = off;
DROP VIEW v;
ALTER TABLE t ALTER COLUMN a DROP DEFAULT;
DROP FUNCTION f(a integer);
CREATE FUNCTION f(a integer)
 RETURNS bigint
 LANGUAGE sql
AS $function$ SELECT a $function$;
ALTER TABLE t ALTER COLUMN a SET DEFAULT f(1);
CREATE VIEW v AS
 SELECT f(t.b) AS x
   FROM t;
