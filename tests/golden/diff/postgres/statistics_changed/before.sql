CREATE TABLE t (a integer, b integer, c text);
CREATE STATISTICS s1 (ndistinct) ON a, b FROM t;
CREATE STATISTICS s2 ON (a + b) FROM t;
