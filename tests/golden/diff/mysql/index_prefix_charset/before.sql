CREATE TABLE t (a varchar(500), b text, KEY ka (a(100)), KEY kb (b(50))) DEFAULT CHARSET=latin1;
INSERT INTO t VALUES ('a', 'b');
