CREATE TABLE t (
    id integer,
    a json
);
