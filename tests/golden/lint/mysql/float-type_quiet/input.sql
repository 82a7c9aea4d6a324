CREATE TABLE fresh (a decimal(10,2));
