ALTER TABLE users RENAME INDEX users_email TO e;
