SET check_function_bodies = off;
DROP VIEW v;
DROP FUNCTION f(c);
ALTER TYPE c ALTER ATTRIBUTE a TYPE bigint;
ALTER TYPE c ALTER ATTRIBUTE b TYPE character varying(5);
ALTER TYPE c ADD ATTRIBUTE d date;
CREATE FUNCTION f(c)
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT $1.a$function$;
CREATE VIEW v AS
 SELECT (ROW((1)::bigint, 'x'::character varying(5), NULL::date)::c).b AS b;
