CREATE TABLE t (b int DEFAULT (a + 2), a int, c varchar(40) DEFAULT (concat('x', uuid())));
