CREATE TABLE t (
    id integer,
    a jsonb
);
