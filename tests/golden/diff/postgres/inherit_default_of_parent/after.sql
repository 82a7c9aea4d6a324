CREATE TABLE p (x integer DEFAULT 2, y integer, z text);
CREATE TABLE c (x integer DEFAULT 7, y integer NOT NULL, z text DEFAULT 'c') INHERITS (p);
