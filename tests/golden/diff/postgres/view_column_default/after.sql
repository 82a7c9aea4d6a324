CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE VIEW v AS SELECT id, a FROM t;
ALTER VIEW v ALTER a SET DEFAULT 7;
COMMENT ON COLUMN v.id IS 'x';
