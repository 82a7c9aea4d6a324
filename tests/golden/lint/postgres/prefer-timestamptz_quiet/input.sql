CREATE TABLE fresh (a timestamptz);
