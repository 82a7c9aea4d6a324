CREATE TABLE p (id integer PRIMARY KEY, x integer, UNIQUE (id, x));
CREATE TABLE c (p_id integer, x integer);
ALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (p_id, x) REFERENCES p (id, x);
