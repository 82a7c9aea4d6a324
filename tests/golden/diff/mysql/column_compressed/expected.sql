ALTER TABLE `t`
    MODIFY COLUMN `a` varchar(1000) COMPRESSED CHARACTER SET latin1 COLLATE latin1_swedish_ci,
    MODIFY COLUMN `b` text;
