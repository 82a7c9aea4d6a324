CREATE TABLE a (id integer);
CREATE TABLE b (id integer);
CREATE SEQUENCE s OWNED BY a.id;
