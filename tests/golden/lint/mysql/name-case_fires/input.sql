CREATE TABLE Fresh (a int);
