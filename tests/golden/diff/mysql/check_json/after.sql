CREATE TABLE t (id int PRIMARY KEY, j json NOT NULL, n int CHECK (n > 1), CONSTRAINT c1 CHECK (n > 2), k longtext CHECK (json_valid(k)));
