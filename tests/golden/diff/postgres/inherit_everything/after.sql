CREATE TABLE p (id bigint NOT NULL, n text DEFAULT 'a2', m integer, CONSTRAINT c CHECK (id > 1) NO INHERIT);
CREATE TABLE c1 (x integer, CONSTRAINT own CHECK (x > 0)) INHERITS (p);
CREATE TABLE c2 (n text DEFAULT 'b', id bigint);
