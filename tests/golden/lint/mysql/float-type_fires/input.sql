CREATE TABLE fresh (a float, b double precision);
