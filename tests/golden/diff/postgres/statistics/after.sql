CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE STATISTICS s ON id, a, b FROM t;
ALTER STATISTICS s SET STATISTICS 50;
COMMENT ON STATISTICS s IS 's';
