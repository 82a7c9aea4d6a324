-- postgres-migrations disable-transaction
CREATE INDEX CONCURRENTLY i ON a (id);
