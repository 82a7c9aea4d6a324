CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER, email TEXT);
INSERT INTO users_new SELECT id, email, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
