DROP FUNCTION f();
CREATE FUNCTION f()
 RETURNS bigint
 LANGUAGE internal
 WINDOW IMMUTABLE STRICT
AS $function$window_row_number$function$;
