CREATE TABLE fresh (b bigserial);
ALTER TABLE users ADD COLUMN d bigint;
