ALTER TABLE `t`
    MODIFY COLUMN `a` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    MODIFY COLUMN `b` varchar(10),
    MODIFY COLUMN `c` enum('x') CHARACTER SET ascii COLLATE ascii_general_ci;
