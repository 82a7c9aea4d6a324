CREATE TABLE t (a integer);
CREATE VIEW v AS SELECT a FROM t;
GRANT SELECT ON v TO pawl_golden_reader;
GRANT UPDATE (a) ON v TO pawl_golden_reader;
ALTER VIEW v OWNER TO pawl_golden_owner;
