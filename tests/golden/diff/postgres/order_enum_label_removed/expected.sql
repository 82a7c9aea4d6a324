SET check_function_bodies = off;
DROP VIEW sad;
DROP INDEX person_now;
DROP FUNCTION cheer(mood);
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('sad', 'ok');
ALTER TABLE person ALTER COLUMN now DROP DEFAULT;
ALTER TABLE person ALTER COLUMN now TYPE mood USING now::text::mood;
ALTER TABLE person ALTER COLUMN now SET DEFAULT 'ok'::mood;
ALTER TABLE person ALTER COLUMN was TYPE mood[] USING was::text::mood[];
DROP TYPE mood_old;
CREATE FUNCTION cheer(mood)
 RETURNS mood
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1$function$;
CREATE INDEX person_now ON person USING btree (now) WHERE (now <> 'sad'::mood);
CREATE VIEW sad AS
 SELECT person.id
   FROM person
  WHERE (person.now = 'sad'::mood);
