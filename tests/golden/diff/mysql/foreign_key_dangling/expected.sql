ALTER TABLE `orders` DROP FOREIGN KEY `orders_buyer`;
DROP TABLE `users`;
SET foreign_key_checks = OFF;
CREATE TABLE `visits` (
    `id` int NOT NULL,
    `guest` int,
    PRIMARY KEY (`id`),
    KEY `visits_guest` (`guest`),
    CONSTRAINT `visits_guest` FOREIGN KEY (`guest`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
SET foreign_key_checks = DEFAULT;
SET foreign_key_checks = OFF;
ALTER TABLE `orders` ADD CONSTRAINT `orders_buyer` FOREIGN KEY (`buyer`) REFERENCES `users` (`id`);
SET foreign_key_checks = DEFAULT;
