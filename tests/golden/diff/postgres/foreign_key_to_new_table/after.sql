CREATE TABLE p (id integer PRIMARY KEY, parent integer REFERENCES p);
CREATE TABLE c (p_id integer REFERENCES p);
