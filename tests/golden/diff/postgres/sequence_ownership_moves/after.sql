CREATE TABLE a (id integer PRIMARY KEY, n integer);
CREATE SEQUENCE s;
ALTER TABLE a ALTER n SET DEFAULT nextval('s');
CREATE TABLE b (id serial PRIMARY KEY);
CREATE SEQUENCE a_id_seq AS integer;
