CREATE TABLE p (a integer, x text);
CREATE TABLE c (b bigint) INHERITS (p);
