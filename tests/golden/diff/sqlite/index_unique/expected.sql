DROP INDEX users_by_email;
CREATE UNIQUE INDEX users_by_email ON users (email);
