SET check_function_bodies = off;
CREATE OR REPLACE FUNCTION f(a integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT SECURITY DEFINER LEAKPROOF COST 10
 SET search_path TO 'public', 'pg_temp'
 SET work_mem TO '1MB'
AS $function$SELECT $1$function$;
COMMENT ON FUNCTION f(a integer) IS 'it''s "f"';
CREATE OR REPLACE FUNCTION s(a integer)
 RETURNS SETOF integer
 LANGUAGE sql
 ROWS 5
AS $function$SELECT $1$function$;
