CREATE TABLE t (a int, b int DEFAULT (a + 1), c varchar(40) DEFAULT (uuid()));
INSERT INTO t (a) VALUES (1);
