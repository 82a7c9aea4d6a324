CREATE TABLE t (c int, b int NOT NULL, d int DEFAULT 7, a int, PRIMARY KEY (b, a), UNIQUE KEY c (c));
