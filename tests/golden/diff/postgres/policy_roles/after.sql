CREATE TABLE t (a integer);
CREATE POLICY p ON t TO pawl_golden_reader USING (a > 0);
