CREATE TABLE t (a INT, b INT, KEY a (a) IGNORED, KEY b (b));
