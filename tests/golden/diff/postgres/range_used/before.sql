CREATE TYPE r AS RANGE (SUBTYPE = double precision);
CREATE TABLE t (a r DEFAULT 'empty');
