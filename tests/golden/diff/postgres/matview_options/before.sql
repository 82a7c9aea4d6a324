CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE MATERIALIZED VIEW v AS SELECT id FROM t;
