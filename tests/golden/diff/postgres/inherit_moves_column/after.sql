CREATE TABLE a (v text);
CREATE TABLE c (id integer, v text);
CREATE TABLE b (x integer) INHERITS (c);
