CREATE TABLE fresh (id bigint PRIMARY KEY, a bigint);
CREATE INDEX a ON fresh (a);
DROP INDEX a;
DROP INDEX CONCURRENTLY users_email;
