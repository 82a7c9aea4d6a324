CREATE TABLE t (a INT, b INT AS (a + 1) VIRTUAL, c INT AS (a + 1) STORED, d INT, KEY b (b), KEY cb (c, b));
