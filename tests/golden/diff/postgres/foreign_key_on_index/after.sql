CREATE TABLE p (a integer, b integer);
CREATE UNIQUE INDEX pu ON p (a) INCLUDE (b);
CREATE UNIQUE INDEX pu2 ON p (a);
CREATE TABLE c (a integer REFERENCES p (a));
