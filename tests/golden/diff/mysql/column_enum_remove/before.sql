CREATE TABLE t (a ENUM('a','b','c'));
