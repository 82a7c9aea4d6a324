SELECT setval('a'::regclass, 1000, false) WHERE coalesce(pg_sequence_last_value('a'::regclass), 1) < 1000;
ALTER SEQUENCE a MINVALUE 1000 START WITH 1000;
SELECT setval('b'::regclass, 10, false) WHERE coalesce(pg_sequence_last_value('b'::regclass), 1) < 10;
ALTER SEQUENCE b MINVALUE 10 START WITH 20;
SELECT setval(pg_get_serial_sequence('t', 'id')::regclass, 100, false) WHERE coalesce(pg_sequence_last_value(pg_get_serial_sequence('t', 'id')::regclass), 1) < 100;
ALTER TABLE t ALTER COLUMN id SET MINVALUE 100 SET START WITH 100;
