DROP FUNCTION f(a integer, b integer);
CREATE FUNCTION f(a integer, b integer)
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT a $function$;
