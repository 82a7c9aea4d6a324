CREATE TABLE t (
    id integer,
    a integer GENERATED ALWAYS AS IDENTITY
);
