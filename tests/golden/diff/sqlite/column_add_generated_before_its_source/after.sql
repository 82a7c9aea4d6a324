CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL,
    shout TEXT AS (upper(name)),
    name TEXT
);
