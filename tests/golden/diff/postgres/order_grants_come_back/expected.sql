DROP VIEW v;
ALTER TABLE t ALTER COLUMN a TYPE text;
CREATE VIEW v AS
 SELECT t.a
   FROM t;
ALTER VIEW v OWNER TO pawl_golden_owner;
GRANT SELECT ON TABLE v TO pawl_golden_reader;
GRANT UPDATE (a) ON TABLE v TO pawl_golden_reader;
