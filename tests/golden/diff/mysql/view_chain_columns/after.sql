CREATE TABLE t (id bigint PRIMARY KEY, a2 varchar(20), b int);
CREATE VIEW v1 AS SELECT id, a2 FROM t;
CREATE VIEW v2 AS SELECT a2, count(*) c FROM v1 GROUP BY a2;
CREATE VIEW v3 AS SELECT v2.c, t.b, t.id FROM v2 JOIN t ON t.a2 = v2.a2;
