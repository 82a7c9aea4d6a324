SET system_versioning_alter_history = KEEP;
ALTER TABLE `t`
    DROP COLUMN `c`,
    MODIFY COLUMN `b` bigint WITHOUT SYSTEM VERSIONING,
    ADD COLUMN `d` int WITHOUT SYSTEM VERSIONING;
SET system_versioning_alter_history = DEFAULT;
