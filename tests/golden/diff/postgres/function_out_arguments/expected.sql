DROP FUNCTION g(a integer, OUT x integer, OUT y integer);
CREATE FUNCTION g(a integer, OUT x integer, OUT z integer)
 RETURNS record
 LANGUAGE sql
AS $function$ SELECT 1, 2 $function$;
