CREATE TABLE a (id int);
CREATE TABLE b (n serial, t text);
CREATE TABLE c (n integer GENERATED ALWAYS AS IDENTITY);
