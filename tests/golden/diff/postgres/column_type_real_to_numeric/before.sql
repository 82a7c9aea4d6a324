CREATE TABLE t (
    id integer,
    a real
);
