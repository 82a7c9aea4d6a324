DROP TRIGGER users_check;
CREATE TRIGGER users_check BEFORE UPDATE OF email ON users FOR EACH ROW WHEN new.email IS NOT old.email
BEGIN
    SELECT CASE WHEN new.email = '' THEN RAISE(ABORT, 'no e-mail') END;
    UPDATE users SET email = upper(new.email) WHERE id = new.id;
END;
