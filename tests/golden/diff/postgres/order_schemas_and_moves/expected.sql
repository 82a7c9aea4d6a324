CREATE SCHEMA new;
CREATE TYPE new.kind AS ENUM ('a');
CREATE TABLE new.t (
    id integer NOT NULL,
    k new.kind,
    CONSTRAINT t_pkey PRIMARY KEY (id)
);
CREATE OR REPLACE VIEW v AS
 SELECT t.id
   FROM new.t;
DROP TABLE old.t;
DROP TYPE old.kind;
DROP SCHEMA old;
