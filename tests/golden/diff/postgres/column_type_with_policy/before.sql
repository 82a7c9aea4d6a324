CREATE TABLE t (id integer, a integer);
CREATE POLICY p ON t USING (a > 0);
