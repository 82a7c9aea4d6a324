CREATE SCHEMA old;
CREATE TYPE old.kind AS ENUM ('a');
CREATE TABLE old.t (id integer PRIMARY KEY, k old.kind);
CREATE VIEW v AS SELECT id FROM old.t;
