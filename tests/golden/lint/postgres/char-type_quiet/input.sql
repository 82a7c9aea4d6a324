CREATE TABLE fresh (a text);
