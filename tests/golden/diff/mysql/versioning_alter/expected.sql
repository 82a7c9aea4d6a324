SET system_versioning_alter_history = KEEP;
ALTER TABLE `t`
    DROP COLUMN `b`,
    MODIFY COLUMN `a` bigint,
    ADD COLUMN `c` varchar(10),
    ADD KEY `c` (`c`),
    COMMENT='x';
SET system_versioning_alter_history = DEFAULT;
