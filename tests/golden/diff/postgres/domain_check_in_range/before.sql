CREATE DOMAIN num AS integer;
CREATE TYPE numrange2 AS RANGE (subtype = num);
CREATE TABLE t (id integer PRIMARY KEY, r numrange2);
INSERT INTO t VALUES (1, '[1,2]');
