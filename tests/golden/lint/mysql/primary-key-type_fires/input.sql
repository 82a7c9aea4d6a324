CREATE TABLE fresh (a varchar(200) PRIMARY KEY);
