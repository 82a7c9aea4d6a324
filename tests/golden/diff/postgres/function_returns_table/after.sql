CREATE FUNCTION g() RETURNS TABLE (x integer, y text) LANGUAGE sql AS $$ SELECT 1, 'a'::text $$;
