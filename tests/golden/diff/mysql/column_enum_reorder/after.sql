CREATE TABLE t (a ENUM('b','new','a'), b SET('y','x'));
