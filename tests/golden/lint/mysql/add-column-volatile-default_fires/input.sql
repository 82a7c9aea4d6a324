ALTER TABLE users ADD COLUMN u varchar(36) DEFAULT (uuid());
