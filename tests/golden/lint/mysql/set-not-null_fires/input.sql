ALTER TABLE users MODIFY email varchar(20) NOT NULL;
