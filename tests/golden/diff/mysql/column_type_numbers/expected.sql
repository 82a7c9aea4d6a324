ALTER TABLE `t`
    MODIFY COLUMN `a` tinyint,
    MODIFY COLUMN `b` int unsigned,
    MODIFY COLUMN `c` tinyint(1) DEFAULT 0,
    MODIFY COLUMN `d` double,
    MODIFY COLUMN `e` double,
    MODIFY COLUMN `f` decimal(7,2),
    MODIFY COLUMN `g` bit(8),
    MODIFY COLUMN `h` smallint,
    MODIFY COLUMN `i` time(6),
    MODIFY COLUMN `j` bigint;
