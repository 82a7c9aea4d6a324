CREATE TABLE sso (id int);
