CREATE TABLE a (x integer, y varchar(20) NOT NULL);
CREATE TABLE b (x integer DEFAULT 4, z timestamp);
CREATE TABLE c (w integer, x integer DEFAULT 7) INHERITS (a, b);
CREATE INDEX ci ON c (x, w);
ALTER TABLE c ALTER z SET DEFAULT now();
