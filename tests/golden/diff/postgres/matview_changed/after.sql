CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE MATERIALIZED VIEW v AS SELECT id, a FROM t;
CREATE UNIQUE INDEX v_id ON v (id);
CREATE VIEW w AS SELECT id FROM v;
COMMENT ON COLUMN v.id IS 'x';
