ALTER TABLE `t` DROP FOREIGN KEY `f`;
ALTER TABLE `t`
    MODIFY COLUMN `id` bigint unsigned NOT NULL,
    MODIFY COLUMN `up` bigint unsigned;
ALTER TABLE `t` ADD CONSTRAINT `f` FOREIGN KEY (`up`) REFERENCES `t` (`id`);
