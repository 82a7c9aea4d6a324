CREATE TABLE a (id bigint PRIMARY KEY, amount int, n bigserial);
