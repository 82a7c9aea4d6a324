CREATE TABLE fresh (`rank` int);
