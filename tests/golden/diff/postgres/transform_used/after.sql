CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION pair_from(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS 'array_typanalyze';
CREATE TRANSFORM FOR pair LANGUAGE plpgsql (FROM SQL WITH FUNCTION pair_from(internal));
CREATE FUNCTION f(p pair) RETURNS integer LANGUAGE plpgsql TRANSFORM FOR TYPE pair AS 'BEGIN RETURN 1; END';
