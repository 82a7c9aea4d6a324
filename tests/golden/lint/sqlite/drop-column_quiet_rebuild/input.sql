CREATE TABLE users_new (id INTEGER PRIMARY KEY, mail TEXT, age INTEGER NOT NULL DEFAULT 0, more TEXT);
INSERT INTO users_new (id, mail, age) SELECT id, "email", age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
