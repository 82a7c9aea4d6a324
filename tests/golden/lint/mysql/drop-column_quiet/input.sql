CREATE TABLE fresh (id bigint PRIMARY KEY, a bigint);
ALTER TABLE fresh DROP COLUMN a;
