CREATE TABLE a (id serial PRIMARY KEY);
CREATE TABLE b (id integer DEFAULT nextval('a_id_seq'));
INSERT INTO a DEFAULT VALUES;
