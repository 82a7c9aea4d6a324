UPDATE users SET age = 1 WHERE age IS NULL;
CREATE TABLE fresh (id bigint PRIMARY KEY, a bigint);
ALTER TABLE fresh ADD COLUMN b int;
UPDATE fresh SET b = 1 WHERE b IS NULL;
