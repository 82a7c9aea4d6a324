CREATE TABLE fresh (u bigint unsigned REFERENCES users (id));
