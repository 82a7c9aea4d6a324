CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL
);
INSERT INTO users VALUES (1, 'ann@example.org'), (7, 'bob@example.org');
CREATE TABLE sessions (token TEXT PRIMARY KEY, user_id INTEGER REFERENCES users (id));
CREATE INDEX sessions_by_user ON sessions (user_id);
INSERT INTO sessions VALUES ('x', 1);
