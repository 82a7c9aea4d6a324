CREATE TABLE t (a varchar(20), b char(3) CHARACTER SET ascii, c enum('ä','ö') CHARACTER SET latin1, d text CHARACTER SET utf8mb3, e binary(3), f varbinary(5), g blob) DEFAULT CHARSET=latin1;
INSERT INTO t VALUES ('ä', 'abc', 'ä', 'ü', 'abc', 'x', 'y');
