CREATE TABLE t (
    id integer,
    a integer NOT NULL
);
