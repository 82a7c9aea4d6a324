ALTER SEQUENCE t_id_seq OWNED BY NONE;
DROP TABLE t;
CREATE TABLE u (
    id integer DEFAULT nextval('t_id_seq'::regclass) NOT NULL,
    a text,
    CONSTRAINT u_pkey PRIMARY KEY (id)
);
ALTER SEQUENCE t_id_seq OWNED BY u.id;
