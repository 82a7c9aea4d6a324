CREATE TABLE t (
    id integer,
    a varbit(16)
);
