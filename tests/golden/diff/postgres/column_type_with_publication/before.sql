CREATE TABLE t (id integer, a integer);
CREATE PUBLICATION p FOR TABLE t (id, a) WHERE (a > 0);
