ALTER TABLE `t`
    MODIFY COLUMN `a` int,
    MODIFY COLUMN `b` varchar(30),
    MODIFY COLUMN `c` decimal(10,2),
    MODIFY COLUMN `d` datetime,
    MODIFY COLUMN `e` longtext,
    MODIFY COLUMN `f` datetime(6),
    MODIFY COLUMN `g` varbinary(8),
    MODIFY COLUMN `h` bigint,
    MODIFY COLUMN `i` double,
    MODIFY COLUMN `j` varchar(11);
