CREATE TABLE t (a integer, b varchar(10) CHECK (b IN ('x', 'y')), c bigint CHECK (c = ANY (ARRAY[1, 2]::smallint[])));
CREATE INDEX i ON t (a) WHERE b NOT IN ('x', 'it''s [so]');
CREATE VIEW v AS SELECT a FROM t WHERE b IN ('x', 'y') OR b IN ('z', 'q');
CREATE POLICY p ON t USING (b IN ('x', 'y'));
