CREATE TABLE t (a integer);
CREATE POLICY p ON t USING (a > 1) WITH CHECK (a > 2);
