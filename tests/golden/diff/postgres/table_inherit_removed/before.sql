CREATE TABLE p (a integer CHECK (a > 0));
CREATE TABLE c (b integer) INHERITS (p);
