CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL
);
INSERT INTO users VALUES (1, 'ann@example.org'), (7, 'bob@example.org');
CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW BEGIN SELECT 1; END;
