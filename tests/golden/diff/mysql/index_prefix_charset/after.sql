CREATE TABLE t (a varchar(500), b mediumtext, KEY ka (a(100)), KEY kb (b(60))) DEFAULT CHARSET=utf8mb4;
