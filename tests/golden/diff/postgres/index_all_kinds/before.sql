CREATE TABLE t (a text, b text, c integer, d point, e tsvector, f jsonb, g integer[]);
CREATE INDEX i1 ON t (a);
CREATE INDEX i2 ON t (a COLLATE "C", b DESC NULLS LAST);
CREATE UNIQUE INDEX i3 ON t (lower(a), (c + 1)) INCLUDE (b) WHERE c > 0;
INSERT INTO t VALUES ('a', 'b', 1, '(1,2)', 'x', '{}', '{1}');
