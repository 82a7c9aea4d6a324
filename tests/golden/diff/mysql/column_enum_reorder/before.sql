CREATE TABLE t (a ENUM('a','b'), b SET('x','y'));
