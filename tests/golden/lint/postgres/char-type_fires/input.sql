CREATE TABLE fresh (a char(20));
