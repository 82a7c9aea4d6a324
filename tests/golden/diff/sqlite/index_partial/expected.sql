DROP INDEX users_by_email;
CREATE INDEX users_by_email ON users (email) WHERE email <> '' AND id > 10;
