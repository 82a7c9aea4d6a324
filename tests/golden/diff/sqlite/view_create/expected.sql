CREATE VIEW emails AS SELECT email FROM users;
CREATE VIEW a_emails (address) AS SELECT email FROM emails;
