CREATE TABLE t (a int, b integer);
