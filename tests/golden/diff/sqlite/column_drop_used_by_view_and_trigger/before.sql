CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL
);
INSERT INTO users VALUES (1, 'ann@example.org'), (7, 'bob@example.org');
ALTER TABLE users ADD COLUMN phone TEXT;
CREATE TABLE log (at TEXT);
CREATE VIEW contacts AS SELECT email, phone FROM users;
CREATE VIEW all_contacts AS SELECT * FROM contacts;
CREATE TRIGGER users_phone AFTER UPDATE OF phone ON users BEGIN INSERT INTO log VALUES (new.phone); END;
