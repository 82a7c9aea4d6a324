CREATE TABLE r (id integer PRIMARY KEY, u text UNIQUE);
