SET check_function_bodies = off;
DROP VIEW v;
DROP FUNCTION f(a integer, OUT b text, OUT c text);
DROP FUNCTION h(VARIADIC a integer[]);
CREATE FUNCTION f(a2 integer, OUT b text, OUT c2 text)
 RETURNS record
 LANGUAGE sql
AS $function$ SELECT 'x', 'y' $function$;
CREATE FUNCTION h(VARIADIC b integer[])
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
CREATE VIEW v AS
 SELECT (f(1)).b AS b,
    h(VARIADIC ARRAY[1, 2]) AS h;
