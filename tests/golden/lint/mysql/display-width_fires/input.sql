CREATE TABLE fresh (a int(11) unsigned);
