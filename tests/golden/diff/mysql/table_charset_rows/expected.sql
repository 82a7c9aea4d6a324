ALTER TABLE `t`
    MODIFY COLUMN `a` varchar(20),
    MODIFY COLUMN `b` char(3),
    MODIFY COLUMN `c` enum('ä','ö','ü'),
    MODIFY COLUMN `d` mediumtext,
    MODIFY COLUMN `f` varbinary(9),
    MODIFY COLUMN `g` mediumblob,
    DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
