CREATE SCHEMA x;
ALTER EXTENSION citext SET SCHEMA x;
CREATE EXTENSION hstore;
CREATE EXTENSION pg_trgm;
ALTER TABLE t ALTER COLUMN c TYPE x.citext USING c::text::x.citext;
ALTER TABLE t ADD COLUMN h hstore DEFAULT ''::hstore;
CREATE INDEX i ON t USING gin (((c)::text) gin_trgm_ops);
CREATE INDEX j ON t USING gist (h);
