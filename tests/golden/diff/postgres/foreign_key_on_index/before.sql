CREATE TABLE p (a integer, b integer);
CREATE UNIQUE INDEX pu ON p (a);
CREATE TABLE c (a integer REFERENCES p (a));
INSERT INTO p VALUES (1, 2);
INSERT INTO c VALUES (1);
