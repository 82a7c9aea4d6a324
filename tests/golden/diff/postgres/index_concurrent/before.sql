CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE INDEX i ON t (a);
