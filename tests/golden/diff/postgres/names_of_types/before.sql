CREATE SCHEMA "S x";
CREATE TYPE "S x"."E ""q" AS ENUM ('it''s', 'b\c');
CREATE DOMAIN "S x"."D d" AS text CHECK (VALUE <> 'x;y');
CREATE TABLE t (a "S x"."E ""q" DEFAULT 'it''s', b "S x"."D d"[], c "S x"."E ""q"[]);
INSERT INTO t VALUES ('b\c', '{a}', '{"it''s"}');
