CREATE TABLE `t` (
    `id` int NOT NULL,
    `s` date NOT NULL,
    `e` date NOT NULL,
    PERIOD FOR `p` (`s`, `e`),
    PRIMARY KEY (`id`, `p` WITHOUT OVERLAPS),
    CONSTRAINT `c` CHECK (`id` > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
