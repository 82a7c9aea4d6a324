ALTER TABLE `t`
    MODIFY COLUMN `a` int DEFAULT 2,
    MODIFY COLUMN `b` varchar(10) DEFAULT 'it''s \\ "y"',
    MODIFY COLUMN `c` int DEFAULT 0,
    MODIFY COLUMN `d` int,
    MODIFY COLUMN `e` decimal(5,2) DEFAULT 1.50,
    MODIFY COLUMN `f` varchar(5) DEFAULT ' ';
