CREATE FUNCTION f(a integer, VARIADIC b text[] DEFAULT NULL::text[])
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT SECURITY DEFINER COST 5
 SET search_path TO 'public'
AS $function$ SELECT a $function$;
COMMENT ON FUNCTION f(a integer, VARIADIC b text[]) IS 'the function';
