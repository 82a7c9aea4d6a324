CREATE FUNCTION g(a integer, OUT x integer, OUT z integer) LANGUAGE sql AS $$ SELECT 1, 2 $$;
