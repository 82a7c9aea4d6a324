CREATE SCHEMA app;
CREATE TABLE app.users (id int);
SET search_path TO app;
CREATE INDEX i ON users (id);
