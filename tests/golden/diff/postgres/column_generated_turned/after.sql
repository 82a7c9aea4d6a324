CREATE TABLE t (a integer, b integer DEFAULT 7, c integer GENERATED ALWAYS AS (a + 5) STORED);
CREATE VIEW v AS SELECT b, c FROM t;
CREATE INDEX i ON t (b, c);
