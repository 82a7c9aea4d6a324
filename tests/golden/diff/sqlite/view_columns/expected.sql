DROP VIEW emails;
CREATE VIEW emails (b) AS SELECT email FROM users;
