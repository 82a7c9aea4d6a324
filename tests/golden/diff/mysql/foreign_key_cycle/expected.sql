CREATE TABLE `a` (
    `id` int NOT NULL,
    `b_id` int,
    PRIMARY KEY (`id`),
    KEY `ab` (`b_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `b` (
    `id` int NOT NULL,
    `a_id` int,
    PRIMARY KEY (`id`),
    KEY `ba` (`a_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
ALTER TABLE `a` ADD CONSTRAINT `ab` FOREIGN KEY (`b_id`) REFERENCES `b` (`id`);
ALTER TABLE `b` ADD CONSTRAINT `ba` FOREIGN KEY (`a_id`) REFERENCES `a` (`id`);
