CREATE TYPE ty AS (a bigint, c text);
CREATE TABLE t OF ty;
