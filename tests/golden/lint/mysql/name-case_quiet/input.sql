CREATE TABLE fresh (A int);
