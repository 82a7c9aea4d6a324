CREATE TABLE fresh (id bigint PRIMARY KEY, a bigint);
CREATE INDEX a ON fresh (a);
CREATE INDEX CONCURRENTLY b ON users (age);
