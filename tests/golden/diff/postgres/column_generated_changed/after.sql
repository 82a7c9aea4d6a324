CREATE TABLE t (
    id integer,
    a integer GENERATED ALWAYS AS (id * 3) STORED
);
