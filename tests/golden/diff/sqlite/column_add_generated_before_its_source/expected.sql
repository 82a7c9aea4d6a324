ALTER TABLE users ADD COLUMN name TEXT;
ALTER TABLE users ADD COLUMN shout TEXT AS (upper(name));
