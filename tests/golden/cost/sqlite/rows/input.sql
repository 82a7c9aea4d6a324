INSERT INTO users (name) VALUES ('x');
UPDATE users SET name = 'y';
UPDATE users SET name = 'y' WHERE id = 1;
DELETE FROM orders;
DELETE FROM orders WHERE id = 1;
VACUUM;
CREATE VIEW v AS SELECT 1;
