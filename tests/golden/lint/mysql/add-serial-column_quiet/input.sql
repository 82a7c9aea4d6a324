ALTER TABLE tags ADD COLUMN b bigint;
