CREATE TABLE t (e INT, d INT, c INT, b INT, a INT);
