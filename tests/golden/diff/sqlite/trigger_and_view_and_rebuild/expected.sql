PRAGMA foreign_keys = OFF;
DROP TRIGGER users_log;
DROP VIEW emails;
CREATE TABLE pawl_new_users (
    id INTEGER PRIMARY KEY,
    email TEXT
);
INSERT INTO pawl_new_users (id, email)
SELECT id, email
FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE VIEW emails AS SELECT email FROM users WHERE id > 1;
CREATE TRIGGER users_log AFTER DELETE ON users BEGIN INSERT INTO log SELECT email FROM emails; END;
