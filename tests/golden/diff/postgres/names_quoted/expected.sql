CREATE SCHEMA "My Schema";
CREATE TYPE "Mood" AS ENUM ('it''s', 'a,b');
CREATE TABLE aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (
    bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb integer,
    CONSTRAINT aaaaaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbbb_key UNIQUE (bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb)
);
CREATE TABLE "My Schema"."select" (
    "a""b" integer,
    "Order" text DEFAULT 'x''y'::text,
    "user" integer NOT NULL,
    "x; DROP TABLE t; --" integer,
    CONSTRAINT select_pkey PRIMARY KEY ("user")
);
COMMENT ON COLUMN "My Schema"."select"."a""b" IS 'back\slash ''quoted''';
CREATE INDEX "i""x" ON "My Schema"."select" USING btree ("Order");
CREATE VIEW "My Schema"."V" AS
 SELECT "select"."a""b"
   FROM "My Schema"."select";
