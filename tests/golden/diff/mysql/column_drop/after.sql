CREATE TABLE t (a INT, c INT, KEY bc (c));
