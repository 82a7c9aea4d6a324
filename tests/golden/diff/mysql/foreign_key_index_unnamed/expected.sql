ALTER TABLE `k` DROP FOREIGN KEY `k_ibfk_1`;
ALTER TABLE `k`
    MODIFY COLUMN `x` bigint,
    MODIFY COLUMN `y` bigint;
ALTER TABLE `p`
    MODIFY COLUMN `a` bigint NOT NULL,
    MODIFY COLUMN `b` bigint NOT NULL;
ALTER TABLE `k` ADD CONSTRAINT `k_ibfk_1` FOREIGN KEY (`x`, `y`) REFERENCES `p` (`a`, `b`);
ALTER TABLE `k` ADD KEY IF NOT EXISTS `x` (`x`, `y`);
