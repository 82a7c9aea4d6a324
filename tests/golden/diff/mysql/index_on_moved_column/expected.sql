ALTER TABLE `t`
    MODIFY COLUMN `c` bigint FIRST,
    MODIFY COLUMN `b` bigint;
