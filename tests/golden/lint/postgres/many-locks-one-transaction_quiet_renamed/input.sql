CREATE TABLE fresh (id int);
ALTER TABLE fresh RENAME TO next_one;
ALTER TABLE users ADD COLUMN b int;
