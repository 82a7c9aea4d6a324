CREATE OR REPLACE FUNCTION f(a integer, b integer DEFAULT 2)
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT a $function$;
