CREATE TABLE fresh (a datetime(6));
