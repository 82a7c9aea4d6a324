CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS $$ SELECT a $$;
CREATE FUNCTION f(a date) RETURNS date LANGUAGE sql AS $$ SELECT a $$;
