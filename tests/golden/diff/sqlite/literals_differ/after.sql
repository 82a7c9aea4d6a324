CREATE TABLE t (a TEXT CHECK (a IN ('a', 'B')));
