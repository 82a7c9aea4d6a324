CREATE TABLE flipr.users (id int);
