CREATE TABLE fresh (a timestamp, b time);
