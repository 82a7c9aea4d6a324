SET check_function_bodies = off;
DROP VIEW c;
DROP VIEW b;
DROP INDEX taken;
ALTER TABLE e DROP CONSTRAINT once;
DROP FUNCTION f(integer);
DROP TYPE d;
CREATE DOMAIN d AS text;
CREATE SEQUENCE taken;
CREATE TABLE b (
    x integer
);
CREATE TABLE once (
    x integer
);
CREATE PROCEDURE f(IN integer)
 LANGUAGE sql
AS $procedure$SELECT 1$procedure$;
CREATE VIEW c AS
 SELECT b.x
   FROM b;
