CREATE DOMAIN short AS varchar(10) CHECK (VALUE <> '');
CREATE TABLE t (id integer PRIMARY KEY, names short[], one short);
INSERT INTO t VALUES (1, '{a,b}', 'x');
