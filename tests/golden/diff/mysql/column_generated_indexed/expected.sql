ALTER TABLE `t`
    DROP COLUMN `b`,
    DROP COLUMN `c`,
    DROP CONSTRAINT `cc`,
    DROP INDEX `kb`,
    DROP INDEX `kc`,
    MODIFY COLUMN `id` bigint unsigned NOT NULL AUTO_INCREMENT,
    MODIFY COLUMN `a` varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    ADD COLUMN `b` varchar(45) GENERATED ALWAYS AS (concat(`a`,'y')) STORED AFTER `a`,
    ADD COLUMN `c` varchar(50) GENERATED ALWAYS AS (lcase(`a`)) VIRTUAL AFTER `b`,
    MODIFY COLUMN `n` bigint CHECK (`n` >= 0),
    ADD KEY `kb` (`b`(10)),
    ADD UNIQUE KEY `kc` (`c`),
    ADD CONSTRAINT `cc` CHECK (`n` < 1000 and `a` <> '');
