CREATE TABLE t (
    id integer,
    a cidr
);
