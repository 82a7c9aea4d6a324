-- atlas:txmode none
-- atlas:nolint data_depend

CREATE INDEX CONCURRENTLY i ON a (id);
