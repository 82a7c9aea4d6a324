CREATE DOMAIN d AS text;
CREATE TYPE c AS (x integer, y d, z d[]);
CREATE TABLE t (id integer, a d[], b d DEFAULT 'x');
