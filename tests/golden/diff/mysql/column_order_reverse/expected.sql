ALTER TABLE `t`
    MODIFY COLUMN `e` int FIRST,
    MODIFY COLUMN `d` int AFTER `e`,
    MODIFY COLUMN `c` int AFTER `d`,
    MODIFY COLUMN `b` int AFTER `c`;
