\set ON_ERROR_STOP on
\echo creating
BEGIN;
CREATE TABLE a (x int);
COMMIT;
