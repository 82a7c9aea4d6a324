SET check_function_bodies = off;
DROP FUNCTION f();
CREATE FUNCTION g()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
ALTER TABLE t ALTER COLUMN a SET DEFAULT g();
