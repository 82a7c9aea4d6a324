CREATE TABLE t (a int) WITH (autovacuum_enabled = off, fillfactor = 70);
