CREATE TABLE t (a varchar(20), b char(3), c enum('ä','ö','ü'), d mediumtext, e binary(3), f varbinary(9), g mediumblob) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
