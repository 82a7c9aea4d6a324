-- depends: 20240101_03_ccccc 20240101_01_aaaaa-create-a
-- transactional: false
CREATE INDEX CONCURRENTLY i ON a (x);
