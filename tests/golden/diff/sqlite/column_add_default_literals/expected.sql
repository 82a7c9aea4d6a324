PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL,
    a INTEGER DEFAULT -1,
    b REAL DEFAULT +1.5e-3,
    c TEXT DEFAULT 'it''s',
    d BLOB DEFAULT x'00ff',
    e INTEGER DEFAULT (5),
    f INTEGER DEFAULT TRUE,
    g TEXT DEFAULT NULL,
    h DEFAULT word,
    i REAL DEFAULT .5
);
INSERT INTO pawl_new_users (id, email)
SELECT id, email
FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
