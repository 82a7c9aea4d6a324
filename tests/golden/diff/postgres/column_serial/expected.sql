CREATE SEQUENCE t_a_seq AS integer;
CREATE SEQUENCE t_b_seq;
ALTER TABLE t ALTER COLUMN a SET DEFAULT nextval('t_a_seq'::regclass);
ALTER TABLE t ALTER COLUMN a SET NOT NULL;
ALTER TABLE t ADD COLUMN b bigint DEFAULT nextval('t_b_seq'::regclass) NOT NULL;
ALTER SEQUENCE t_a_seq OWNED BY t.a;
ALTER SEQUENCE t_b_seq OWNED BY t.b;
