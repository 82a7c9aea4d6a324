CREATE TABLE t (a integer);
CREATE POLICY p ON t TO pg_monitor USING (a > 0);
