ALTER TABLE `t`
    DROP COLUMN `d`,
    MODIFY COLUMN `c` int FIRST,
    ADD COLUMN `x` int AFTER `c`,
    MODIFY COLUMN `a` bigint,
    MODIFY COLUMN `e` int AFTER `a`,
    ADD COLUMN `y` int;
