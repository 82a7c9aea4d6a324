CREATE TABLE a (id serial PRIMARY KEY, b integer);
CREATE TABLE b (id serial PRIMARY KEY, a integer REFERENCES a (id));
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b (id);
CREATE TABLE c (id serial);
