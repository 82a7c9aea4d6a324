DROP INDEX users_by_phone;
ALTER TABLE users DROP COLUMN phone;
