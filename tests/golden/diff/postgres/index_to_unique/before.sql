CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE UNIQUE INDEX u ON t (a);
