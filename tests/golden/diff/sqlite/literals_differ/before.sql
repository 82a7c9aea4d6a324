CREATE TABLE t (a TEXT CHECK (a IN ('A', 'B')));
