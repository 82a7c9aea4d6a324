CREATE TABLE log (id bigserial NOT NULL, at date NOT NULL, PRIMARY KEY (id, at));
COMMENT ON TABLE log IS 'What happened';
CREATE INDEX log_at ON log (at);
CREATE VIEW recent AS SELECT * FROM log WHERE at > '2024-01-01';
CREATE TABLE note (log bigint, at date, FOREIGN KEY (log, at) REFERENCES log (id, at));
CREATE FUNCTION f() RETURNS SETOF log LANGUAGE sql BEGIN ATOMIC SELECT * FROM log; END;
GRANT SELECT ON log TO pawl_golden_reader;
GRANT SELECT ON recent TO pawl_golden_reader;
