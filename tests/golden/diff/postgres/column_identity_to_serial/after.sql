CREATE TABLE t (id integer PRIMARY KEY);
CREATE SEQUENCE t_id_seq2 AS integer OWNED BY t.id;
ALTER TABLE t ALTER id SET DEFAULT nextval('t_id_seq2');
