DROP VIEW `v`;
CREATE TABLE `v` (
    `a` int
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
