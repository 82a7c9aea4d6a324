ALTER TABLE t ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY;
SELECT setval(pg_get_serial_sequence('t', 'a'), max(a)) FROM t HAVING max(a) > 0;
