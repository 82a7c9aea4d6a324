CREATE TABLE t (
    id integer,
    a numeric(10,2)
);
