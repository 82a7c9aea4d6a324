CREATE FUNCTION f(a integer, b integer) RETURNS integer LANGUAGE sql AS $$ SELECT a $$;
