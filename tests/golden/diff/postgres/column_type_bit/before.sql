CREATE TABLE t (
    id integer,
    a bit(8)
);
