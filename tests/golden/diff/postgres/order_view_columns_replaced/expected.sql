SET check_function_bodies = off;
DROP VIEW w;
DROP FUNCTION f(v);
DROP VIEW v;
CREATE VIEW v AS
 SELECT t.b,
    t.a,
    (t.a + 1) AS c
   FROM t;
COMMENT ON COLUMN v.b IS 'text';
ALTER VIEW v ALTER COLUMN a SET DEFAULT 5;
CREATE FUNCTION f(v)
 RETURNS text
 LANGUAGE sql
AS $function$SELECT $1.b$function$;
CREATE VIEW w AS
 SELECT v.b
   FROM v;
