CREATE TABLE t (id INTEGER PRIMARY KEY, "check" TEXT, "constraint" TEXT, "generated" TEXT, always TEXT);
INSERT INTO t VALUES (1, 'a', 'b', 'c', 'd');
