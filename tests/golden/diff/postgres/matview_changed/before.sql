CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE MATERIALIZED VIEW v AS SELECT id FROM t;
CREATE UNIQUE INDEX v_id ON v (id);
CREATE VIEW w AS SELECT id FROM v;
