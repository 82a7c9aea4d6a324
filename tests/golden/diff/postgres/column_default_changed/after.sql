CREATE TABLE t (
    id integer,
    a timestamptz DEFAULT clock_timestamp()
);
