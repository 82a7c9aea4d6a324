CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name TEXT DEFAULT 'nobody',
    email TEXT NOT NULL
);
