CREATE TABLE fresh (id bigint PRIMARY KEY, a bigint);
TRUNCATE TABLE fresh;
