CREATE TABLE p (a integer);
CREATE TABLE c (a integer, b integer);
ALTER TABLE c INHERIT p;
