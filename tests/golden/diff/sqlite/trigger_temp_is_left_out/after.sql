CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL
);
INSERT INTO users VALUES (1, 'ann@example.org'), (7, 'bob@example.org');
CREATE TEMP TRIGGER t AFTER INSERT ON users BEGIN SELECT 1; END;
CREATE TEMP TABLE scratch (x);
