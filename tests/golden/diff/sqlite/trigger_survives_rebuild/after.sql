CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT
);
INSERT INTO users VALUES (1, 'ann@example.org'), (7, 'bob@example.org');
CREATE TRIGGER users_check BEFORE UPDATE OF email ON users FOR EACH ROW WHEN new.email IS NOT old.email
BEGIN
    SELECT CASE WHEN new.email = '' THEN RAISE(ABORT, 'no e-mail') END;
    UPDATE users SET email = lower(new.email) WHERE id = new.id;
END;
CREATE UNIQUE INDEX users_by_email ON users (email);
