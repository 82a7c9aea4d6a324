CREATE TABLE t (
    id integer,
    a integer DEFAULT 1
);
