DROP PUBLICATION p;
ALTER TABLE t ALTER COLUMN a TYPE bigint;
CREATE PUBLICATION p FOR TABLE t (id, a) WHERE (a > 0) WITH (publish = 'insert, update, delete, truncate');
