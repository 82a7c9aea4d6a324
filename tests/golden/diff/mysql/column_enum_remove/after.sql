CREATE TABLE t (a ENUM('c','a'));
