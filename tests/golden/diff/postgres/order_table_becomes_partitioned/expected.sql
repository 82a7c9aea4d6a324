SET check_function_bodies = off;
DROP VIEW recent;
ALTER TABLE note DROP CONSTRAINT note_log_at_fkey;
DROP FUNCTION f();
ALTER SEQUENCE log_id_seq OWNED BY NONE;
DROP TABLE log;
CREATE TABLE log (
    id bigint DEFAULT nextval('log_id_seq'::regclass) NOT NULL,
    at date NOT NULL,
    CONSTRAINT log_pkey PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
COMMENT ON TABLE log IS 'What happened';
CREATE TABLE log_2024 PARTITION OF log FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
ALTER SEQUENCE log_id_seq OWNED BY log.id;
CREATE FUNCTION f()
 RETURNS SETOF log
 LANGUAGE sql
BEGIN ATOMIC
 SELECT log.id,
     log.at
    FROM log;
END;
CREATE INDEX log_at ON log USING btree (at);
ALTER TABLE note ADD CONSTRAINT note_log_at_fkey FOREIGN KEY (log, at) REFERENCES log(id, at) NOT VALID;
ALTER TABLE note VALIDATE CONSTRAINT note_log_at_fkey;
CREATE VIEW recent AS
 SELECT log.id,
    log.at
   FROM log
  WHERE (log.at > '2024-01-01'::date);
GRANT SELECT ON TABLE log TO pawl_golden_reader;
GRANT SELECT ON TABLE recent TO pawl_golden_reader;
