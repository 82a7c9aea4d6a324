CREATE TABLE fresh (u bigint REFERENCES users);
