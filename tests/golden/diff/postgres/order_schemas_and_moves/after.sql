CREATE SCHEMA new;
CREATE TYPE new.kind AS ENUM ('a');
CREATE TABLE new.t (id integer PRIMARY KEY, k new.kind);
CREATE VIEW v AS SELECT id FROM new.t;
