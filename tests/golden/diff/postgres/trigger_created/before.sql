CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
