CREATE TABLE t (id int PRIMARY KEY, a text, b varchar(300), p point NOT NULL, c int, KEY ka (a(10)), KEY kb (b, c));
INSERT INTO t VALUES (1, 'a', 'b', point(1, 2), 3);
