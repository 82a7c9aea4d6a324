DROP INDEX auth.users_email;
DROP INDEX users_email;
REINDEX TABLE auth.users;
ALTER TABLE auth.users ADD COLUMN x int;
DROP SCHEMA auth CASCADE;
CREATE TABLE archive.users (id bigint REFERENCES users);
