CREATE TABLE t (
    id integer,
    a numeric
);
