CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL,
    name TEXT,
    active INTEGER NOT NULL DEFAULT 1
);
INSERT INTO users VALUES (1, 'ann@example.org', NULL, 1), (7, 'bob@example.org', NULL, 1);
