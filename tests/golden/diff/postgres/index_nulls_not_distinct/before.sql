CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE UNIQUE INDEX i ON t (a);
