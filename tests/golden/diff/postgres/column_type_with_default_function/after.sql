CREATE SEQUENCE s;
CREATE FUNCTION nx() RETURNS bigint LANGUAGE sql AS $$ SELECT nextval('s') $$;
CREATE TABLE t (id bigint DEFAULT nx(), k varchar(40) DEFAULT 'b' || nx());
