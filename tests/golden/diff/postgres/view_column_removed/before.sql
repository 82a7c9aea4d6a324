CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE VIEW v AS SELECT id, b FROM t;
CREATE VIEW w AS SELECT id FROM v;
GRANT SELECT ON v TO pawl_golden_reader;
