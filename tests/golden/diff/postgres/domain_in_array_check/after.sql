CREATE DOMAIN short AS text NOT NULL DEFAULT 'z' CONSTRAINT c CHECK (VALUE <> '');
CREATE TABLE t (id integer PRIMARY KEY, names short[], one short);
