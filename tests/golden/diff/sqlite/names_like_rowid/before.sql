CREATE TABLE t (rowid TEXT, oid TEXT, a TEXT);
INSERT INTO t VALUES ('r', 'o', 'a');
