DROP TRIGGER users_phone;
DROP VIEW all_contacts;
DROP VIEW contacts;
ALTER TABLE users DROP COLUMN phone;
CREATE VIEW contacts AS SELECT email FROM users;
CREATE VIEW all_contacts AS SELECT * FROM contacts;
