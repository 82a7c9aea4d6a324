CREATE SCHEMA "My Schema";
CREATE TABLE "My Schema"."select" ("a""b" integer, "Order" text DEFAULT 'x''y', "user" integer PRIMARY KEY, "x; DROP TABLE t; --" integer);
CREATE INDEX "i""x" ON "My Schema"."select" ("Order");
CREATE VIEW "My Schema"."V" AS SELECT "a""b" FROM "My Schema"."select";
COMMENT ON COLUMN "My Schema"."select"."a""b" IS 'back\slash ''quoted''';
CREATE TABLE aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb integer UNIQUE);
CREATE TYPE "Mood" AS ENUM ('it''s', 'a,b');
