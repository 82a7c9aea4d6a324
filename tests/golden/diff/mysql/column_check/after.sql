CREATE TABLE t (a INT CHECK (a > 1), b INT CHECK (b <> 'x;y'), c INT);
