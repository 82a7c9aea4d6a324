CREATE TABLE base (id bigint, at timestamp DEFAULT now(), more text, CONSTRAINT positive CHECK (id > 1));
CREATE TABLE one (x integer) INHERITS (base);
CREATE TABLE two (y integer) INHERITS (one);
CREATE VIEW v AS SELECT at FROM two;
CREATE INDEX two_at ON two (at);
