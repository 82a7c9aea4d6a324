CREATE TABLE p (id integer PRIMARY KEY, x integer, UNIQUE (id, x));
CREATE TABLE c (p_id integer, x integer);
ALTER TABLE p DROP CONSTRAINT p_id_x_key;
ALTER TABLE p ADD CONSTRAINT p_id_x_key UNIQUE (id, x) INCLUDE (x);
ALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (p_id, x) REFERENCES p (id, x);
