SET check_function_bodies = off;
DROP VIEW v;
DROP FUNCTION f(d);
ALTER DOMAIN d RENAME TO d_old;
CREATE DOMAIN d AS character varying(20);
ALTER TYPE c ALTER ATTRIBUTE x TYPE d;
ALTER TABLE t ALTER COLUMN a TYPE d USING a::text::d;
ALTER TABLE t ALTER COLUMN b TYPE d[] USING b::text::d[];
DROP DOMAIN d_old;
CREATE FUNCTION f(d)
 RETURNS d
 LANGUAGE sql
AS $function$SELECT $1$function$;
CREATE VIEW v AS
 SELECT t.a,
    t.b
   FROM t;
