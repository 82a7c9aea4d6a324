CREATE DOMAIN money_d AS integer CHECK (VALUE > 10) DEFAULT 11;
CREATE TYPE line AS (label text, cost money_d, more integer);
CREATE FUNCTION cost(line) RETURNS money_d LANGUAGE sql AS 'SELECT $1.cost';
CREATE TABLE t (id integer, price money_d DEFAULT 20);
CREATE VIEW v AS SELECT price FROM t;
