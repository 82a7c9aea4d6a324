CREATE TABLE t (a integer, b bigint, c text);
CREATE STATISTICS s1 (dependencies, mcv) ON a, b FROM t;
CREATE STATISTICS s2 ON (a + b), lower(c) FROM t;
ALTER STATISTICS s2 SET STATISTICS 50;
