PRAGMA foreign_keys = OFF;
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
