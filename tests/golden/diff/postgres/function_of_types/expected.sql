SET check_function_bodies = off;
DROP PROCEDURE p(INOUT x e);
DROP FUNCTION f(x e, VARIADIC y t[]);
ALTER TYPE e RENAME TO e_old;
CREATE TYPE e AS ENUM ('b', 'a', 'c');
ALTER TABLE t ALTER COLUMN e TYPE e USING e::text::e;
DROP TYPE e_old;
ALTER TABLE t ALTER COLUMN id TYPE bigint;
CREATE FUNCTION f(x e DEFAULT 'b'::e, VARIADIC y t[] DEFAULT '{}'::t[])
 RETURNS TABLE(r t, s e)
 LANGUAGE plpgsql
AS $function$BEGIN RETURN; END$function$;
CREATE PROCEDURE p(INOUT x e)
 LANGUAGE plpgsql
AS $procedure$BEGIN NULL; END$procedure$;
