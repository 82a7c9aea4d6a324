DROP PUBLICATION q;
CREATE SCHEMA s;
CREATE TABLE s.c (
    id integer NOT NULL,
    CONSTRAINT c_pkey PRIMARY KEY (id)
);
ALTER TABLE a ADD COLUMN y integer;
ALTER PUBLICATION p SET TABLE a (id, y) WHERE (id > 5);
ALTER PUBLICATION p SET (publish = 'insert');
DROP TABLE b;
CREATE PUBLICATION q FOR TABLES IN SCHEMA s WITH (publish = 'insert, update, delete, truncate', publish_via_partition_root = true);
