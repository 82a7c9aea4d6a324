CREATE TABLE t (a INT, b INT, c INT, KEY bc (b, c));
