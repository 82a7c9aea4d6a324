CREATE TABLE a (id integer, v text);
CREATE TABLE b (x integer) INHERITS (a);
