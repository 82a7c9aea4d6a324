CREATE FULLTEXT INDEX words ON users (email);
ALTER TABLE users ADD FULLTEXT KEY more (email, state);
