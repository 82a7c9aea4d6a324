CREATE TABLE fresh (a int UNIQUE, UNIQUE KEY b (a));
