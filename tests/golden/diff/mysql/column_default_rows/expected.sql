ALTER TABLE `t`
    MODIFY COLUMN `a` varchar(10) DEFAULT 'it''s \\ "q"',
    MODIFY COLUMN `b` int,
    MODIFY COLUMN `c` datetime(3) DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3),
    MODIFY COLUMN `d` text DEFAULT concat('a','b'),
    MODIFY COLUMN `e` json DEFAULT json_array(),
    MODIFY COLUMN `f` double;
