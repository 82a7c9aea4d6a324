CREATE TABLE t (id integer, a bigint);
CREATE POLICY p ON t USING (a > 0);
