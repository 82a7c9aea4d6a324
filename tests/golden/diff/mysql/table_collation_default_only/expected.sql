ALTER TABLE `t`
    MODIFY COLUMN `a` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci,
    DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
