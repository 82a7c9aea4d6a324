CREATE TABLE fresh (a bigint PRIMARY KEY, b int);
