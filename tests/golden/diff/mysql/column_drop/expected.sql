ALTER TABLE `t`
    DROP COLUMN `b`,
    DROP INDEX `b`,
    DROP INDEX `bc`,
    ADD KEY `bc` (`c`);
