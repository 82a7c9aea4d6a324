CREATE TABLE fresh (e varchar(20), FOREIGN KEY (e) REFERENCES users (email));
