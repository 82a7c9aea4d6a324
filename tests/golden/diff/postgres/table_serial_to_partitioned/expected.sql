DROP VIEW v;
ALTER SEQUENCE t_id_seq OWNED BY NONE;
DROP TABLE t;
CREATE TABLE t (
    id integer DEFAULT nextval('t_id_seq'::regclass) NOT NULL,
    at date NOT NULL,
    CONSTRAINT t_pkey PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
COMMENT ON TABLE t IS 'x';
CREATE TABLE td PARTITION OF t DEFAULT;
ALTER SEQUENCE t_id_seq OWNED BY t.id;
CREATE VIEW v AS
 SELECT t.id,
    t.at
   FROM t;
GRANT SELECT ON TABLE t TO pawl_golden_reader;
