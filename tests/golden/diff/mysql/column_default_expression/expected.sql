ALTER TABLE `t`
    MODIFY COLUMN `a` int DEFAULT (1 + 2 * 3),
    MODIFY COLUMN `b` char(36) DEFAULT uuid(),
    MODIFY COLUMN `c` int DEFAULT (`a` + 1),
    MODIFY COLUMN `d` date DEFAULT (curdate() + interval 1 day);
