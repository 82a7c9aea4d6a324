CREATE TABLE p (a INT, b INT, PRIMARY KEY (a, b));
CREATE TABLE c (x INT, y INT, z INT, KEY xyz (x, y, z), CONSTRAINT f FOREIGN KEY (x, y) REFERENCES p (a, b));
