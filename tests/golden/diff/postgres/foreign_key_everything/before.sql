CREATE TABLE p (a integer, b integer, c integer, PRIMARY KEY (a, b), UNIQUE (b, c));
CREATE TABLE c (x integer, y integer, z integer, CONSTRAINT f1 FOREIGN KEY (x, y) REFERENCES p, CONSTRAINT f2 FOREIGN KEY (y, z) REFERENCES p (b, c) MATCH FULL);
INSERT INTO p VALUES (1, 2, 3);
INSERT INTO c VALUES (1, 2, 3);
