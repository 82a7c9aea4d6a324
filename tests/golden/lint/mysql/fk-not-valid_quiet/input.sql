SET foreign_key_checks = 0;
ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users (id);
CREATE TABLE fresh (u bigint, FOREIGN KEY (u) REFERENCES users (id));
