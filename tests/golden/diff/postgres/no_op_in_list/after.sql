CREATE TABLE t (a varchar(20) DEFAULT 'a' CHECK (a = ANY (ARRAY['a'::varchar::text, 'it''s'::varchar::text])), b text GENERATED ALWAYS AS (CASE WHEN a::text = ANY (ARRAY['a'::varchar::text, 'b'::varchar::text]) THEN 'x' END) STORED);
CREATE INDEX i ON t (a) WHERE a::text = ANY (ARRAY['a'::varchar::text, 'b, c]'::varchar::text]);
CREATE VIEW v AS SELECT a FROM t WHERE a = ANY (ARRAY['a'::varchar::text, 'b'::varchar::text]) AND b <> '(ARRAY[''a''])::text[]';
CREATE POLICY p ON t USING (a::text = ANY (ARRAY['a'::varchar::text, 'b'::varchar::text]));
