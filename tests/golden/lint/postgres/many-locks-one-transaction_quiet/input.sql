ALTER TABLE users ADD COLUMN b int;
ALTER TABLE users ADD COLUMN d int;
CREATE TABLE fresh (id bigint PRIMARY KEY, a bigint);
ALTER TABLE fresh ADD COLUMN b int;
