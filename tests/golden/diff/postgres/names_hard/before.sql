CREATE SCHEMA "My Schema";
CREATE TABLE "My Schema"."Table ""x""" ("Col ;--" integer PRIMARY KEY, "select" text, "ünïcödé" text DEFAULT 'it''s');
CREATE INDEX "I ""i""" ON "My Schema"."Table ""x""" ("select");
INSERT INTO "My Schema"."Table ""x""" VALUES (1);
