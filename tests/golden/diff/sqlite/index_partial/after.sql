CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL
);
INSERT INTO users VALUES (1, 'ann@example.org'), (7, 'bob@example.org');
CREATE INDEX users_by_email ON users (email) WHERE email <> '' AND id > 10;
