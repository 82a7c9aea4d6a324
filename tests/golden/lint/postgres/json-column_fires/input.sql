CREATE TABLE fresh (a json);
