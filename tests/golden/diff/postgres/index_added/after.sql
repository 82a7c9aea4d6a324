CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE INDEX i ON t USING btree (lower(b) text_pattern_ops DESC NULLS LAST, a) INCLUDE (id) WHERE a > 0;
COMMENT ON INDEX i IS 'the index';
CREATE INDEX j ON t (a, (a + 1));
ALTER INDEX j ALTER COLUMN 2 SET STATISTICS 300;
