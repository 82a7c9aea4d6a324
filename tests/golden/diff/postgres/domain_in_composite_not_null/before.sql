CREATE DOMAIN short AS text CONSTRAINT c CHECK (VALUE <> '');
CREATE TYPE pair AS (a short, b integer);
CREATE TABLE t (id integer PRIMARY KEY, p pair);
INSERT INTO t VALUES (1, ROW('a', 1));
