CREATE TABLE t (id integer, a integer);
CREATE INDEX i ON t (a) WHERE a > 0;
CREATE STATISTICS s ON id, a FROM t;
ALTER TABLE t ADD CHECK (a > 0), ADD UNIQUE (a);
