CREATE TABLE fresh (a int);
