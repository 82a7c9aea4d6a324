CREATE TABLE p (id integer, v text, CONSTRAINT c CHECK (id > 0));
CREATE TABLE k () INHERITS (p);
