CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE SEQUENCE s;
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE SCHEMA x;
CREATE DOMAIN d AS text;
GRANT SELECT, INSERT ON t TO pawl_golden_reader;
GRANT UPDATE (a) ON t TO pawl_golden_reader;
