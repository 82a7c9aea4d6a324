CREATE TABLE base (id integer, at date DEFAULT now(), CONSTRAINT positive CHECK (id > 0));
CREATE TABLE one (x integer) INHERITS (base);
CREATE TABLE two (y integer) INHERITS (one);
CREATE VIEW v AS SELECT at FROM two;
CREATE INDEX two_at ON two (at);
