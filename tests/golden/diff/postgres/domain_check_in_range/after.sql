CREATE DOMAIN num AS integer CONSTRAINT c CHECK (VALUE > 0);
CREATE TYPE numrange2 AS RANGE (subtype = num);
CREATE TABLE t (id integer PRIMARY KEY, r numrange2);
