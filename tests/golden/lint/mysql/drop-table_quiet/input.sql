CREATE TABLE fresh (id bigint PRIMARY KEY, a bigint);
DROP TABLE fresh;
DROP VIEW grown;
