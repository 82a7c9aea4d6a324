CREATE TABLE t (
    id integer,
    a interval(3)
);
