CREATE TABLE a (id integer PRIMARY KEY, n integer, m integer, CHECK (n > m));
CREATE INDEX a_n ON a (n, m);
CREATE VIEW v AS SELECT id, n FROM a;
CREATE VIEW w AS SELECT id FROM v;
CREATE TABLE b (n integer, m integer);
ALTER TABLE a ADD CONSTRAINT a_u UNIQUE (n, m);
ALTER TABLE b ADD FOREIGN KEY (n, m) REFERENCES a (n, m);
