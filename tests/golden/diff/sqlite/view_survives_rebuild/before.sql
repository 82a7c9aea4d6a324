CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL
);
INSERT INTO users VALUES (1, 'ann@example.org'), (7, 'bob@example.org');
CREATE VIEW emails AS SELECT u.email FROM main.users AS u;
CREATE TABLE log (what TEXT);
CREATE TRIGGER log_users AFTER INSERT ON log BEGIN UPDATE users SET email = new.what; END;
