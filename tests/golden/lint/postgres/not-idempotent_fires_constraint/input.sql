-- pawl:transaction off
CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON users (email);
ALTER TABLE users DROP CONSTRAINT users_email_key;
