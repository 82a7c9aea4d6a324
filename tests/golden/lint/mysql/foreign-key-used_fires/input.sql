CREATE TABLE fresh (u bigint, FOREIGN KEY (u) REFERENCES users (id));
