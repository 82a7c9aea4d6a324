SET check_function_bodies = off;
DROP FUNCTION x();
DROP TABLE x;
DROP TABLE x.x;
CREATE TYPE x.x AS ENUM ('x');
CREATE TABLE x.y (
    x x.x,
    CONSTRAINT x CHECK ((x > 'x'::x.x))
);
CREATE FUNCTION x(integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
CREATE VIEW x AS
 SELECT 1 AS a;
CREATE TRIGGER x BEFORE UPDATE ON x.y FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
