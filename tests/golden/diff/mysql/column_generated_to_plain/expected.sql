ALTER TABLE `t`
    DROP COLUMN `b`,
    ADD COLUMN `b` int AFTER `a`,
    MODIFY COLUMN `c` int;
