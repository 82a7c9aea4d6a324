SELECT 1;
SELECT '${flyway:filename}';
