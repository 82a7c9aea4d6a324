CREATE SCHEMA s;
CREATE TABLE a (id integer PRIMARY KEY, x text, y integer);
CREATE TABLE s.c (id integer PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE a (id, y) WHERE (id > 5) WITH (publish = 'insert');
CREATE PUBLICATION q FOR TABLES IN SCHEMA s WITH (publish_via_partition_root);
