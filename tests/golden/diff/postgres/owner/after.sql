CREATE TABLE t (
    id integer,
    a integer,
    b text
);
ALTER TABLE t OWNER TO pawl_golden_reader;
CREATE VIEW v AS SELECT a FROM t;
ALTER VIEW v OWNER TO pawl_golden_owner;
