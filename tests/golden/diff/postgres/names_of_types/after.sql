CREATE SCHEMA "S x";
CREATE TYPE "S x"."E ""q" AS ENUM ('b\c', 'it''s', 'new "one"');
CREATE DOMAIN "S x"."D d" AS varchar(10) CHECK (VALUE <> 'x;y');
CREATE TABLE t (a "S x"."E ""q" DEFAULT 'it''s', b "S x"."D d"[], c "S x"."E ""q"[]);
