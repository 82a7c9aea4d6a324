-- transactional: false
DROP INDEX CONCURRENTLY i;
