CREATE DOMAIN short AS varchar(20) CHECK (VALUE <> '');
CREATE TABLE t (id integer PRIMARY KEY, names short[], one short);
