CREATE TYPE r AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = float8mi);
CREATE TABLE t (a r DEFAULT 'empty');
