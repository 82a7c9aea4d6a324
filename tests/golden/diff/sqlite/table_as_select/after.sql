CREATE TABLE t (a INTEGER, b TEXT);
CREATE TABLE copy AS SELECT a, b AS "the b", a + 1 AS c FROM t;
