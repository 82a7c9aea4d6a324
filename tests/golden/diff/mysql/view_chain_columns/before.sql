CREATE TABLE t (id int PRIMARY KEY, a varchar(10), b int);
CREATE VIEW v1 AS SELECT id, a FROM t;
CREATE VIEW v2 AS SELECT a, count(*) c FROM v1 GROUP BY a;
CREATE VIEW v3 AS SELECT v2.c, t.b FROM v2 JOIN t ON t.a = v2.a;
INSERT INTO t VALUES (1, 'x', 2);
