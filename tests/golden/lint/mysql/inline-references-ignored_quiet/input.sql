CREATE TABLE fresh (u bigint unsigned, FOREIGN KEY (u) REFERENCES users (id));
