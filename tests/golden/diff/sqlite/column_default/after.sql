CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL DEFAULT ''
);
INSERT INTO users VALUES (1, 'ann@example.org'), (7, 'bob@example.org');
