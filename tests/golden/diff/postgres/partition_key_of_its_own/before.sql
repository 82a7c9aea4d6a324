CREATE SCHEMA s;
CREATE TABLE p (a integer, b integer) PARTITION BY LIST (a);
