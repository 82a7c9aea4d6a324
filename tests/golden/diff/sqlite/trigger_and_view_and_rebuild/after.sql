CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT
);
INSERT INTO users VALUES (1, 'ann@example.org'), (7, 'bob@example.org');
CREATE VIEW emails AS SELECT email FROM users WHERE id > 1;
CREATE TABLE log (what TEXT);
CREATE TRIGGER users_log AFTER DELETE ON users BEGIN INSERT INTO log SELECT email FROM emails; END;
