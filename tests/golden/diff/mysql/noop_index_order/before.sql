CREATE TABLE t (a INT, b INT, KEY x (a), KEY y (b));
