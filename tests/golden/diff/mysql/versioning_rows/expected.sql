SET system_versioning_alter_history = KEEP;
ALTER TABLE `t`
    DROP COLUMN `z`,
    MODIFY COLUMN `id` bigint NOT NULL,
    MODIFY COLUMN `x` varchar(10) NOT NULL DEFAULT 'a';
SET system_versioning_alter_history = DEFAULT;
