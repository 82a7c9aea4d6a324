ALTER TABLE t SET (autovacuum_enabled=false, fillfactor=80);
