SET check_function_bodies = off;
DROP FUNCTION b.f(a.e);
CREATE SCHEMA c;
ALTER TYPE a.e ADD VALUE 'z';
CREATE TABLE c.u (
    id integer,
    CONSTRAINT u_id_fkey FOREIGN KEY (id) REFERENCES a.t(id)
);
ALTER TABLE a.t ALTER COLUMN e SET DEFAULT 'z'::a.e;
CREATE FUNCTION c.f(a.e)
 RETURNS a.t
 LANGUAGE sql
AS $function$SELECT * FROM a.t$function$;
CREATE OR REPLACE VIEW v AS
 SELECT t.e,
    u.id
   FROM (a.t
     JOIN c.u USING (id));
DROP TABLE b.u;
DROP SCHEMA b;
