DROP TABLE attachments;
DROP TABLE storage_configs;
