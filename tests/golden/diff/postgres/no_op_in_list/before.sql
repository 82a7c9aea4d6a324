CREATE TABLE t (a varchar(20) DEFAULT 'a' CHECK (a IN ('a', 'it''s')), b text GENERATED ALWAYS AS (CASE WHEN a IN ('a', 'b') THEN 'x' END) STORED);
CREATE INDEX i ON t (a) WHERE a IN ('a', 'b, c]');
CREATE VIEW v AS SELECT a FROM t WHERE a IN ('a', 'b') AND b <> '(ARRAY[''a''])::text[]';
CREATE POLICY p ON t USING (a IN ('a', 'b'));
