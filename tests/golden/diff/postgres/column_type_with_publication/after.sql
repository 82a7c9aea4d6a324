CREATE TABLE t (id integer, a bigint);
CREATE PUBLICATION p FOR TABLE t (id, a) WHERE (a > 0);
