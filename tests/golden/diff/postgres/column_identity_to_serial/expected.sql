ALTER TABLE t ALTER COLUMN id DROP IDENTITY;
CREATE SEQUENCE t_id_seq2 AS integer;
ALTER TABLE t ALTER COLUMN id SET DEFAULT nextval('t_id_seq2'::regclass);
SELECT setval('t_id_seq2'::regclass, max(id)) FROM t HAVING max(id) > 0;
ALTER SEQUENCE t_id_seq2 OWNED BY t.id;
