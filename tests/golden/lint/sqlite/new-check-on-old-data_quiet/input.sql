CREATE TABLE fresh (a int CHECK (a > 0));
CREATE UNIQUE INDEX u ON fresh (a);
