SET check_function_bodies = off;
DROP VIEW v;
DROP FUNCTION f(a integer);
CREATE FUNCTION f(b integer)
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT b $function$;
CREATE VIEW v AS
 SELECT f(1) AS f;
