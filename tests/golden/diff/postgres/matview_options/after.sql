CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE MATERIALIZED VIEW v WITH (fillfactor=70) AS SELECT id FROM t;
