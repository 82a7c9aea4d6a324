CREATE TABLE t (
    id integer,
    a numeric(8,2)
);
