SET check_function_bodies = off;
DROP VIEW v;
DROP VIEW w;
DROP INDEX t_ok;
ALTER TABLE t DROP CONSTRAINT t_check;
DROP FUNCTION f(m mood);
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('sad', 'ok');
COMMENT ON TYPE mood IS 'm';
ALTER TABLE t ALTER COLUMN m DROP DEFAULT;
ALTER TABLE t ALTER COLUMN m TYPE mood USING m::text::mood;
ALTER TABLE t ALTER COLUMN m SET DEFAULT 'ok'::mood;
ALTER TABLE t ALTER COLUMN ms DROP DEFAULT;
ALTER TABLE t ALTER COLUMN ms TYPE mood[] USING ms::text::mood[];
ALTER TABLE t ALTER COLUMN ms SET DEFAULT '{}'::mood[];
DROP TYPE mood_old;
GRANT USAGE ON TYPE mood TO pawl_golden_reader;
CREATE FUNCTION f(m mood)
 RETURNS mood
 LANGUAGE sql
AS $function$SELECT m$function$;
ALTER TABLE t ADD CONSTRAINT t_check CHECK (((m <> 'ok'::mood) OR (id > 0))) NOT VALID;
ALTER TABLE t VALIDATE CONSTRAINT t_check;
CREATE INDEX t_ok ON t USING btree (id) WHERE (m = 'ok'::mood);
CREATE VIEW v AS
 SELECT t.m
   FROM t;
CREATE VIEW w AS
 SELECT t.id
   FROM t
  WHERE (t.m = 'ok'::mood);
