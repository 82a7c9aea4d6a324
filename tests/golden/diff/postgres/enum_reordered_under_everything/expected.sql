SET check_function_bodies = off;
DROP POLICY p ON t;
DROP TRIGGER tg ON t;
DROP VIEW v;
DROP INDEX t_m;
ALTER TABLE t DROP CONSTRAINT c;
DROP FUNCTION f(x mood);
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('happy', 'sad', 'ok');
ALTER TABLE t ALTER COLUMN m DROP DEFAULT;
ALTER TABLE t ALTER COLUMN m TYPE mood USING m::text::mood;
ALTER TABLE t ALTER COLUMN m SET DEFAULT 'ok'::mood;
ALTER TABLE t ALTER COLUMN ms DROP DEFAULT;
ALTER TABLE t ALTER COLUMN ms TYPE mood[] USING ms::text::mood[];
ALTER TABLE t ALTER COLUMN ms SET DEFAULT '{sad}'::mood[];
DROP TYPE mood_old;
CREATE FUNCTION f(x mood)
 RETURNS mood
 LANGUAGE sql
AS $function$ SELECT x $function$;
ALTER TABLE t ADD CONSTRAINT c CHECK (((m <> 'happy'::mood) OR (id > 0))) NOT VALID;
ALTER TABLE t VALIDATE CONSTRAINT c;
CREATE INDEX t_m ON t USING btree (m) WHERE (m <> 'sad'::mood);
CREATE VIEW v AS
 SELECT t.id,
    t.m
   FROM t
  WHERE (t.m = 'happy'::mood);
CREATE TRIGGER tg BEFORE UPDATE ON t FOR EACH ROW WHEN ((new.m = 'sad'::mood)) EXECUTE FUNCTION trg();
CREATE POLICY p ON t FOR ALL TO PUBLIC USING (m = 'ok'::mood);
