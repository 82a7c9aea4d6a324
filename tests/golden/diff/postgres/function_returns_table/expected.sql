DROP FUNCTION g();
CREATE FUNCTION g()
 RETURNS TABLE(x integer, y text)
 LANGUAGE sql
AS $function$ SELECT 1, 'a'::text $function$;
