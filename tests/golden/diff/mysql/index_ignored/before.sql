CREATE TABLE t (a INT, b INT, KEY a (a), KEY b (b) IGNORED);
