ALTER TABLE users MODIFY age bigint NOT NULL DEFAULT 0;
ALTER TABLE users MODIFY email varchar(10);
