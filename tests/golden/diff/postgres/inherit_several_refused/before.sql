CREATE TABLE a (x integer, y text);
CREATE TABLE b (x integer, z date);
CREATE TABLE c () INHERITS (a, b);
CREATE INDEX ci ON c (x);
INSERT INTO c VALUES (1, 'y', '2020-01-01');
