ALTER TABLE `c`
    ADD COLUMN `a_id` int,
    ADD KEY `ca` (`a_id`);
CREATE TABLE `b` (
    `id` int NOT NULL,
    `c_id` int,
    PRIMARY KEY (`id`),
    KEY `bc` (`c_id`),
    CONSTRAINT `bc` FOREIGN KEY (`c_id`) REFERENCES `c` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `a` (
    `id` int NOT NULL,
    `b_id` int,
    PRIMARY KEY (`id`),
    KEY `ab` (`b_id`),
    CONSTRAINT `ab` FOREIGN KEY (`b_id`) REFERENCES `b` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
ALTER TABLE `c` ADD CONSTRAINT `ca` FOREIGN KEY (`a_id`) REFERENCES `a` (`id`);
