ALTER TABLE `t`
    DROP INDEX `kb`,
    MODIFY COLUMN `a` varchar(500),
    MODIFY COLUMN `b` mediumtext,
    ADD KEY `kb` (`b`(60)),
    DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
