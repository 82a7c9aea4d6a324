CREATE TABLE t (
    id integer,
    a integer GENERATED ALWAYS AS (id * 2) STORED
);
