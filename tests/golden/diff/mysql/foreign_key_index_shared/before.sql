CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE c (a int, b int, x int, KEY k (a, b, x), CONSTRAINT f FOREIGN KEY (a, b) REFERENCES p (a, b));
INSERT INTO p VALUES (1, 2);
INSERT INTO c VALUES (1, 2, 3);
