CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL,
    "full name" TEXT,
    PRIMARY_EMAIL TEXT
);
