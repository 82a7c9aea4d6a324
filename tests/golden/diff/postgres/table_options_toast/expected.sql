ALTER TABLE t SET (toast.autovacuum_enabled=false);
