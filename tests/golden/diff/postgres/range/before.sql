CREATE TYPE r AS RANGE (SUBTYPE = double precision);
