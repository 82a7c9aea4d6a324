CREATE SCHEMA e;
CREATE EXTENSION hstore SCHEMA e;
CREATE TABLE t (h e.hstore);
CREATE INDEX i ON t USING gin (h e.gin_hstore_ops);
