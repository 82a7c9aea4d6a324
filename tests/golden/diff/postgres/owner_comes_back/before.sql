CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE VIEW v AS SELECT a, b FROM t;
ALTER VIEW v OWNER TO pawl_golden_owner;
GRANT SELECT ON v TO pawl_golden_reader WITH GRANT OPTION;
