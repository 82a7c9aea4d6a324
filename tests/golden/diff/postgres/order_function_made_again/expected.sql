SET check_function_bodies = off;
DROP POLICY cheap ON item;
DROP VIEW rated;
DROP INDEX item_rate;
ALTER TABLE item DROP CONSTRAINT item_tax_check;
ALTER TABLE item DROP COLUMN taxed;
ALTER TABLE item ALTER COLUMN tax DROP DEFAULT;
DROP FUNCTION rate();
CREATE FUNCTION rate()
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT 5::bigint$function$;
ALTER TABLE item ALTER COLUMN tax SET DEFAULT rate();
ALTER TABLE item ADD COLUMN taxed integer GENERATED ALWAYS AS (id * rate()) STORED;
ALTER TABLE item ADD CONSTRAINT item_tax_check CHECK ((tax <> rate())) NOT VALID;
ALTER TABLE item VALIDATE CONSTRAINT item_tax_check;
CREATE INDEX item_rate ON item USING btree (((id + rate())));
CREATE VIEW rated AS
 SELECT (item.id * rate()) AS x
   FROM item;
CREATE POLICY cheap ON item FOR ALL TO PUBLIC USING (tax > rate());
