CREATE TABLE persons (id int);
