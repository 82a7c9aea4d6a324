CREATE TABLE fresh (place int);
