CREATE TABLE p (x integer DEFAULT 1, y integer NOT NULL, z text DEFAULT 'a');
CREATE TABLE c (x integer DEFAULT 7, y integer NOT NULL, z text DEFAULT 'b') INHERITS (p);
INSERT INTO c VALUES (1, 2);
