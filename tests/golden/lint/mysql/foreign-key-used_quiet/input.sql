CREATE TABLE fresh (u bigint, KEY (u));
