-- Baseline: what 3 migrations up to 010_c.sql gave.
-- pawl:replaces 001 002
-- pawl:replaces 010

CREATE TABLE a (id INTEGER);
