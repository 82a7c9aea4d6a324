ALTER TABLE `t`
    MODIFY COLUMN `b` int DEFAULT (`a` + 2) FIRST,
    MODIFY COLUMN `c` varchar(40) DEFAULT concat('x',uuid());
