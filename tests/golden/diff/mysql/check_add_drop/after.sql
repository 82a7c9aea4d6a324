CREATE TABLE t (a INT, b INT, CONSTRAINT ordered CHECK (a < b AND b IN (1, 2)), CHECK (b >= 0));
