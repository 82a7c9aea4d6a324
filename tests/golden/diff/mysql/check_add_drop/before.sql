CREATE TABLE t (a INT, b INT, CONSTRAINT positive CHECK (a > 0), CHECK (b > 0));
