CREATE TABLE p (a bigint, b bigint, PRIMARY KEY (a, b));
CREATE TABLE k (x bigint, y bigint, FOREIGN KEY (x, y) REFERENCES p (a, b));
