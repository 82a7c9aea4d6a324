CREATE COLLATION c (locale = 'C');
CREATE TABLE t (a text COLLATE c, b text);
CREATE INDEX i ON t (b COLLATE c);
INSERT INTO t VALUES ('x', 'y');
