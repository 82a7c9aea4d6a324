ALTER TABLE users ALTER email SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_email_not_null;
