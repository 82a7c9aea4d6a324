CREATE TABLE t (
    id integer,
    a char(5)
);
