CREATE TABLE t (a INT, x INT, y INT, b INT, z INT);
