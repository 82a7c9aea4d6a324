CREATE TABLE t (id int, n int);
GRANT SELECT ON t TO pawl_golden_reader@localhost;
