ALTER TABLE `t`
    MODIFY COLUMN `a` bit(8) DEFAULT b'1',
    MODIFY COLUMN `b` int,
    MODIFY COLUMN `c` longtext,
    MODIFY COLUMN `d` time(6),
    MODIFY COLUMN `e` json,
    MODIFY COLUMN `f` longblob,
    MODIFY COLUMN `g` char(36),
    MODIFY COLUMN `h` varchar(40),
    MODIFY COLUMN `i` text,
    MODIFY COLUMN `j` float;
