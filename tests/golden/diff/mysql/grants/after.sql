CREATE TABLE t (id int, n bigint);
CREATE VIEW v AS SELECT id FROM t;
GRANT SELECT, INSERT ON t TO pawl_golden_reader@localhost WITH GRANT OPTION;
GRANT UPDATE (n), REFERENCES (id) ON t TO pawl_golden_reader@localhost;
GRANT SELECT ON v TO pawl_golden_reader@localhost;
