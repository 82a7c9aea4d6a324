PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_users (
    id INTEGER PRIMARY KEY,
    email TEXT
);
INSERT INTO pawl_new_users (id, email)
SELECT id, email
FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE UNIQUE INDEX users_by_email ON users (email);
CREATE TRIGGER users_check BEFORE UPDATE OF email ON users FOR EACH ROW WHEN new.email IS NOT old.email
BEGIN
    SELECT CASE WHEN new.email = '' THEN RAISE(ABORT, 'no e-mail') END;
    UPDATE users SET email = lower(new.email) WHERE id = new.id;
END;
