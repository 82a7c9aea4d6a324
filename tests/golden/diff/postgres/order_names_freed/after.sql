CREATE TABLE a (x integer);
CREATE TABLE b (x integer);
CREATE VIEW c AS SELECT x FROM b;
CREATE SEQUENCE taken;
CREATE DOMAIN d AS text;
CREATE TABLE e (x integer);
CREATE TABLE once (x integer);
CREATE PROCEDURE f(integer) LANGUAGE sql AS 'SELECT 1';
