CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL,
    shout TEXT GENERATED ALWAYS AS (upper(email)) VIRTUAL
);
