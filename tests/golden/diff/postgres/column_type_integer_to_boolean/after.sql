CREATE TABLE t (
    id integer,
    a boolean DEFAULT true
);
