SET check_function_bodies = off;
DROP FUNCTION f();
ALTER TABLE t ALTER COLUMN a TYPE bigint;
CREATE FUNCTION f()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT max(t.a) AS max
    FROM t;
END;
