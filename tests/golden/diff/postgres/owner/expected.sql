ALTER TABLE t OWNER TO pawl_golden_reader;
CREATE VIEW v AS
 SELECT t.a
   FROM t;
ALTER VIEW v OWNER TO pawl_golden_owner;
