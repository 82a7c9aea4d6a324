CREATE FUNCTION f(a integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE TABLE t (a integer, b bigint GENERATED ALWAYS AS (f(a)) STORED, CHECK (f(a) > 0));
CREATE INDEX i ON t (f(a));
