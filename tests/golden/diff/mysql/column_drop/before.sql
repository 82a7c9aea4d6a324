CREATE TABLE t (a INT, b INT, c INT, KEY b (b), KEY bc (b, c));
