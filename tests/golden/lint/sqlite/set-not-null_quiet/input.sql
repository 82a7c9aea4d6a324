CREATE TABLE users_new (id INTEGER PRIMARY KEY NOT NULL, email TEXT NOT NULL, age INTEGER NOT NULL, more TEXT NOT NULL DEFAULT '');
INSERT INTO users_new (id, email, age) SELECT id, coalesce(users.email, ''), age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
