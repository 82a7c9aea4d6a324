CREATE TABLE u (id bigint);
CREATE TABLE t (id integer PRIMARY KEY, owner name DEFAULT current_user);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY a ON t USING (owner = current_user);
CREATE POLICY b ON t AS RESTRICTIVE FOR UPDATE TO pawl_golden_reader USING (true) WITH CHECK (id > 0);
INSERT INTO t VALUES (1);
