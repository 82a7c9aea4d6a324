CREATE TABLE t (
    id integer,
    a integer,
    b text
);
ALTER TABLE t ADD v tsvector, ADD r int4range, ADD arr integer[];
