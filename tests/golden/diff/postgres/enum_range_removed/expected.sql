DROP TYPE moodrange;
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('sad', 'ok');
ALTER TABLE t ALTER COLUMN m TYPE mood USING m::text::mood;
DROP TYPE mood_old;
CREATE TYPE moodrange AS RANGE (SUBTYPE = mood);
