ALTER TABLE `t`
    MODIFY COLUMN `a` int unsigned,
    MODIFY COLUMN `b` int unsigned,
    MODIFY COLUMN `c` int(8) unsigned zerofill;
