CREATE TABLE fresh (a int unsigned, b tinyint(1));
