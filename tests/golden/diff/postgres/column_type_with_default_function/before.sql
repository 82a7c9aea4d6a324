CREATE SEQUENCE s AS integer;
CREATE FUNCTION nx() RETURNS integer LANGUAGE sql AS $$ SELECT nextval('s')::integer $$;
CREATE TABLE t (id integer DEFAULT nx(), k text DEFAULT 'a' || nx());
INSERT INTO t DEFAULT VALUES;
