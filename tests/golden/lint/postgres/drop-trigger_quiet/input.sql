CREATE TABLE fresh (id bigint PRIMARY KEY, a bigint);
DROP TRIGGER IF EXISTS t ON fresh;
