CREATE TABLE p (a bigint, b integer, c integer, d integer DEFAULT 1, PRIMARY KEY (a, b, d), UNIQUE (b, c), UNIQUE (a, b));
CREATE TABLE c (x bigint, y integer, z integer, CONSTRAINT f1 FOREIGN KEY (x, y) REFERENCES p (a, b) ON DELETE SET NULL (x) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED, CONSTRAINT f3 FOREIGN KEY (y, z) REFERENCES p (b, c) NOT VALID);
