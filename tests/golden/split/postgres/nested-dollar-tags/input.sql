CREATE FUNCTION f() RETURNS void AS $function$
BEGIN
  EXECUTE format($stmt$CREATE POLICY x ON t USING ($policy$a;$policy$);$stmt$);
  PERFORM $computed_column$ b; $computed_column$;
END;
$function$ LANGUAGE plpgsql;
SELECT 1;