ALTER TABLE t ALTER COLUMN a TYPE character varying(20);
