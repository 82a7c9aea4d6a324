CREATE TABLE t (id int PRIMARY KEY, j json, n int, CONSTRAINT c1 CHECK (n > 0), CONSTRAINT `c 2` CHECK (json_valid(j)));
INSERT INTO t VALUES (1, '{}', 5);
