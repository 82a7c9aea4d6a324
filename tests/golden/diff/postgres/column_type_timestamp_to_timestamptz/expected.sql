ALTER TABLE t ALTER COLUMN a TYPE timestamp with time zone;
