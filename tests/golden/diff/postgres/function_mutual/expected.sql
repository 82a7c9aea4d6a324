SET check_function_bodies = off;
CREATE OR REPLACE FUNCTION a(integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT b($1)$function$;
CREATE FUNCTION b(integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT CASE WHEN $1 > 5 THEN 1 ELSE a($1 + 1) END$function$;
