DROP VIEW a_emails;
DROP VIEW emails;
