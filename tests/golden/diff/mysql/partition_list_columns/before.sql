CREATE TABLE t (id int, k varchar(10), d date) PARTITION BY LIST COLUMNS (k) (PARTITION a VALUES IN ('a', 'b'), PARTITION c VALUES IN ('c'));
INSERT INTO t VALUES (1, 'a', NULL), (2, 'c', NULL);
