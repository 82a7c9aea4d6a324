SET check_function_bodies = off;
DROP INDEX "My Schema"."I ""i""";
ALTER TABLE "My Schema"."Table ""x""" ALTER COLUMN "Col ;--" TYPE bigint;
ALTER TABLE "My Schema"."Table ""x""" ALTER COLUMN "select" TYPE character varying(9);
ALTER TABLE "My Schema"."Table ""x""" ALTER COLUMN "ünïcödé" SET DEFAULT 'it''s\'::text;
ALTER TABLE "My Schema"."Table ""x""" ADD COLUMN "ON" integer;
CREATE FUNCTION "F f"("A a" "My Schema"."Table ""x""")
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT 1 /* $$ */ $function$;
COMMENT ON FUNCTION "F f"("A a" "My Schema"."Table ""x""") IS 'a
b''c\d';
CREATE INDEX "I ""i""" ON "My Schema"."Table ""x""" USING btree (lower(("select")::text)) WHERE ("ON" > 0);
ALTER TABLE "My Schema"."Table ""x""" ADD CONSTRAINT "Table ""x""_ON_fkey" FOREIGN KEY ("ON") REFERENCES "My Schema"."Table ""x"""("Col ;--") NOT VALID;
ALTER TABLE "My Schema"."Table ""x""" VALIDATE CONSTRAINT "Table ""x""_ON_fkey";
CREATE VIEW "WITH" AS
 SELECT "Table ""x"""."Col ;--" AS "AS"
   FROM "My Schema"."Table ""x""";
