CREATE TABLE t (a bigint, b bigint AS (a + 1) VIRTUAL, c bigint AS (b + 2) PERSISTENT, KEY (c), UNIQUE (b));
