CREATE TABLE t (
    id integer,
    a bigint GENERATED ALWAYS AS IDENTITY
);
