CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE INDEX i ON t ((a + 1));
ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 300;
