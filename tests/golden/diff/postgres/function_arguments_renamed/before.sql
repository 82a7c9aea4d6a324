CREATE FUNCTION f(a integer, OUT b text, OUT c text) LANGUAGE sql AS $$ SELECT 'x', 'y' $$;
CREATE FUNCTION h(VARIADIC a integer[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE VIEW v AS SELECT (f(1)).b, h(1, 2) AS h;
