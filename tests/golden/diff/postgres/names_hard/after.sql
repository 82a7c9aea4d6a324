CREATE SCHEMA "My Schema";
CREATE TABLE "My Schema"."Table ""x""" ("Col ;--" bigint PRIMARY KEY, "select" varchar(9), "ünïcödé" text DEFAULT E'it''s\\', "ON" integer REFERENCES "My Schema"."Table ""x""");
CREATE INDEX "I ""i""" ON "My Schema"."Table ""x""" (lower("select")) WHERE "ON" > 0;
CREATE VIEW "WITH" AS SELECT "Col ;--" AS "AS" FROM "My Schema"."Table ""x""";
CREATE FUNCTION "F f"("A a" "My Schema"."Table ""x""") RETURNS integer LANGUAGE sql AS $_$ SELECT 1 /* $$ */ $_$;
COMMENT ON FUNCTION "F f"("My Schema"."Table ""x""") IS E'a\nb''c\\d';
