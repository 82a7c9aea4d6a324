CREATE TABLE t (a int, b int, c int, PRIMARY KEY (a, b), KEY (c));
INSERT INTO t VALUES (1, 2, 3);
