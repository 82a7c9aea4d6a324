CREATE TABLE t (a INT, b INT AS (a + 1) STORED, c INT AS (a + 1) VIRTUAL, d INT, KEY b (b), KEY cb (c, b));
