CREATE TABLE t (id int PRIMARY KEY, a varchar(10) DEFAULT 'x', b int DEFAULT 1, c datetime DEFAULT current_timestamp(), d text DEFAULT 'q', e json DEFAULT '{}', f double DEFAULT (rand()));
INSERT INTO t (id) VALUES (1);
