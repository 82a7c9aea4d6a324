CREATE TABLE p (id integer NOT NULL, n text DEFAULT 'a', CONSTRAINT c CHECK (id > 0));
CREATE TABLE c1 (x integer) INHERITS (p);
CREATE TABLE c2 (n text DEFAULT 'b', id integer) INHERITS (p);
INSERT INTO c1 VALUES (1, 'q', 2);
