CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
  EXECUTE $stmt$ SELECT 1; $stmt$;
  RETURN new; -- it's
END;
$function$;
DO $$ BEGIN PERFORM 1; END $$;
DO $a1$ x; $$ y; $ a1$ $a$ $a1$;SELECT 1