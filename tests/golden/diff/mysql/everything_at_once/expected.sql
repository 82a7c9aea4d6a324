ALTER TABLE `b` DROP FOREIGN KEY `b_a`;
ALTER TABLE `a`
    DROP COLUMN `old`,
    DROP INDEX `old`,
    MODIFY COLUMN `id` bigint NOT NULL AUTO_INCREMENT,
    ADD COLUMN `uid` char(36) NOT NULL AFTER `id`,
    MODIFY COLUMN `name` varchar(100) NOT NULL DEFAULT '',
    ADD COLUMN `kind` enum('x','y') DEFAULT 'x' COMMENT 'which',
    ADD UNIQUE KEY `uid` (`uid`),
    ADD CONSTRAINT `named` CHECK (`name` <> ''),
    COMMENT='new';
ALTER TABLE `b`
    MODIFY COLUMN `a_id` bigint,
    ADD COLUMN `c_id` int;
CREATE TABLE `c` (
    `id` int NOT NULL,
    `b_id` int,
    PRIMARY KEY (`id`),
    KEY `c_b` (`b_id`),
    CONSTRAINT `c_b` FOREIGN KEY (`b_id`) REFERENCES `b` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
ALTER TABLE `b` ADD CONSTRAINT `b_a` FOREIGN KEY (`a_id`) REFERENCES `a` (`id`) ON DELETE CASCADE;
CREATE OR REPLACE VIEW `v` AS
select `a`.`name` AS `name`,`c`.`id` AS `id` from `a` join `c`;
CREATE TRIGGER `tb` BEFORE INSERT ON `b` FOR EACH ROW
SET NEW.c_id = 1;
