CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE STATISTICS s (ndistinct) ON id, a FROM t;
