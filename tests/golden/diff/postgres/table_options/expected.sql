ALTER TABLE t SET (fillfactor=80, autovacuum_enabled=false);
