CREATE FUNCTION eq(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT lower($1) = lower($2)';
CREATE OPERATOR =~= (leftarg = text, rightarg = text, function = eq);
CREATE TABLE t (a text);
CREATE VIEW v AS SELECT * FROM t WHERE a =~= 'x';
CREATE INDEX i ON t (a) WHERE a =~= 'y';
INSERT INTO t VALUES ('x');
