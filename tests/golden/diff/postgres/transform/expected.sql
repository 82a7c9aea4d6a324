SET check_function_bodies = off;
DROP FUNCTION to_x(internal);
CREATE TYPE pair AS (
    a integer,
    b integer
);
CREATE FUNCTION pair_from(internal)
 RETURNS internal
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$array_typanalyze$function$;
CREATE FUNCTION pair_to(internal)
 RETURNS pair
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$record_recv$function$;
CREATE TRANSFORM FOR pair LANGUAGE plpgsql (FROM SQL WITH FUNCTION pair_from(internal), TO SQL WITH FUNCTION pair_to(internal));
COMMENT ON TRANSFORM FOR pair LANGUAGE plpgsql IS 'both ways';
