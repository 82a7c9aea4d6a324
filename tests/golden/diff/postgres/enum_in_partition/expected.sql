DROP VIEW v;
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('a', 'c');
ALTER TABLE m ALTER COLUMN e TYPE mood USING e::text::mood;
DROP TYPE mood_old;
CREATE VIEW v AS
 SELECT m1.e
   FROM m1;
