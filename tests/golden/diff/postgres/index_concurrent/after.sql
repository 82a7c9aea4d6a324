CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE UNIQUE INDEX j ON t (b);
