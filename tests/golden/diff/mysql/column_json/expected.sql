ALTER TABLE `t`
    ADD COLUMN `j` json NOT NULL DEFAULT '{}',
    ADD COLUMN `k` json;
