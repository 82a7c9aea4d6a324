DROP FUNCTION f(a text);
CREATE FUNCTION f(a date)
 RETURNS date
 LANGUAGE sql
AS $function$ SELECT a $function$;
