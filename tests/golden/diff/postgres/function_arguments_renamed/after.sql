CREATE FUNCTION f(a2 integer, OUT b text, OUT c2 text) LANGUAGE sql AS $$ SELECT 'x', 'y' $$;
CREATE FUNCTION h(VARIADIC b integer[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE VIEW v AS SELECT (f(1)).b, h(1, 2) AS h;
