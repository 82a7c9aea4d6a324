CREATE SCHEMA x;
CREATE EXTENSION citext SCHEMA x;
CREATE EXTENSION hstore;
CREATE EXTENSION pg_trgm;
CREATE TABLE t (id integer PRIMARY KEY, c x.citext UNIQUE, h hstore DEFAULT '');
CREATE INDEX i ON t USING gin ((c::text) gin_trgm_ops);
CREATE INDEX j ON t USING gist (h);
