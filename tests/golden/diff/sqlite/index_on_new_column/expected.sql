ALTER TABLE users ADD COLUMN name TEXT;
CREATE INDEX users_by_name ON users (name);
