CREATE TABLE a (x bigint, y text NOT NULL);
CREATE TABLE b (x bigint, z timestamp);
CREATE TABLE c (w integer) INHERITS (a, b);
CREATE INDEX ci ON c (x, w);
ALTER TABLE c ALTER z SET DEFAULT now();
