CREATE TABLE t (a integer, b text, c date, d numeric(10,2));
CREATE INDEX i ON t (a, c);
