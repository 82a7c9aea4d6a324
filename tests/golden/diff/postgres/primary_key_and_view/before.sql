CREATE TABLE t (a integer, b integer);
CREATE VIEW v AS SELECT a FROM t;
INSERT INTO t VALUES (1, 2);
