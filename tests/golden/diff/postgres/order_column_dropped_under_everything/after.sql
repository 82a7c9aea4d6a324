CREATE TABLE a (id integer PRIMARY KEY, m integer);
CREATE VIEW v AS SELECT id FROM a;
CREATE VIEW w AS SELECT id FROM v;
CREATE TABLE b (n integer, m integer);
