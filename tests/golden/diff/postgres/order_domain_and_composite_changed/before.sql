CREATE DOMAIN money_d AS integer CHECK (VALUE > 0);
CREATE TYPE line AS (label text, cost money_d);
CREATE FUNCTION cost(line) RETURNS money_d LANGUAGE sql AS 'SELECT $1.cost';
CREATE TABLE t (id integer, price money_d DEFAULT 1);
CREATE VIEW v AS SELECT price FROM t;
