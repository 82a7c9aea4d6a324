CREATE TABLE t (c BIGINT, a INT, b BIGINT, KEY bc (b, c));
