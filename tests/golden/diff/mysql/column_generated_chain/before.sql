CREATE TABLE t (a int, b int AS (a + 1) VIRTUAL, c int AS (b + 1) PERSISTENT, KEY (c));
INSERT INTO t (a) VALUES (1);
