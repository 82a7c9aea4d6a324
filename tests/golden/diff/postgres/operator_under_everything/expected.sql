SET check_function_bodies = off;
DROP VIEW v;
DROP INDEX i;
DROP OPERATOR =~=(text, text);
DROP FUNCTION eq(text, text);
CREATE FUNCTION eq2(text, text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT lower($1) = lower($2)$function$;
CREATE OPERATOR =~= (FUNCTION = eq2, LEFTARG = text, RIGHTARG = text, COMMUTATOR = =~=, RESTRICT = eqsel);
CREATE INDEX i ON t USING btree (a) WHERE (a =~= 'y'::text);
CREATE VIEW v AS
 SELECT t.a
   FROM t
  WHERE (t.a =~= 'x'::text);
