CREATE TABLE fresh (a timestamp);
