ALTER TABLE `t`
    MODIFY COLUMN `a` varchar(10),
    MODIFY COLUMN `b` text,
    DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
