CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL
);
INSERT INTO users VALUES (1, 'ann@example.org'), (7, 'bob@example.org');
CREATE VIEW emails AS SELECT email FROM users WHERE id > 0;
CREATE VIEW sorted AS SELECT email FROM emails ORDER BY 1;
CREATE TRIGGER emails_insert INSTEAD OF INSERT ON emails BEGIN INSERT INTO users (email) VALUES (new.email); END;
