CREATE TABLE t (
    id integer,
    a money
);
