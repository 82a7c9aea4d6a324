CREATE TABLE p (id integer);
CREATE TABLE k (v text, CONSTRAINT c CHECK (id > 0)) INHERITS (p);
