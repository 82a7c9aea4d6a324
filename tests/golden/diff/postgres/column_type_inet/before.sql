CREATE TABLE t (
    id integer,
    a inet
);
