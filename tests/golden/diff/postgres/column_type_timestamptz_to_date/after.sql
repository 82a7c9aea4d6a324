CREATE TABLE t (
    id integer,
    a date
);
