CREATE DOMAIN short AS text CONSTRAINT c CHECK (VALUE <> 'x') NOT NULL DEFAULT 'q';
CREATE TYPE pair AS (a short, b integer);
CREATE TABLE t (id integer PRIMARY KEY, p pair);
