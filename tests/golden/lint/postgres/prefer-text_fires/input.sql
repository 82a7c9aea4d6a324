CREATE TABLE fresh (a varchar(20));
