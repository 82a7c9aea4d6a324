ALTER DOMAIN short RENAME TO short_old;
CREATE DOMAIN short AS character varying(20) CONSTRAINT short_check CHECK (((VALUE)::text <> ''::text));
ALTER TABLE t ALTER COLUMN names TYPE short[] USING names::text::short[];
ALTER TABLE t ALTER COLUMN one TYPE short USING one::text::short;
DROP DOMAIN short_old;
