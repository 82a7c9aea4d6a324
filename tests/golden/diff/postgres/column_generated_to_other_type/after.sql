CREATE TABLE t (a int, b integer);
CREATE VIEW v AS SELECT b FROM t;
