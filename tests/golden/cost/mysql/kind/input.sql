ALTER TABLE users ADD FULLTEXT INDEX words (name);
CREATE FULLTEXT INDEX more ON users (name);
ALTER TABLE users ADD COLUMN p point NOT NULL;
CREATE SPATIAL INDEX places ON users (p);
ALTER TABLE users MODIFY flag int;
