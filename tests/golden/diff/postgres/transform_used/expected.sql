SET check_function_bodies = off;
CREATE FUNCTION pair_from(internal)
 RETURNS internal
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$array_typanalyze$function$;
CREATE TRANSFORM FOR pair LANGUAGE plpgsql (FROM SQL WITH FUNCTION pair_from(internal));
CREATE FUNCTION f(p pair)
 RETURNS integer
 TRANSFORM FOR TYPE pair
 LANGUAGE plpgsql
AS $function$BEGIN RETURN 1; END$function$;
