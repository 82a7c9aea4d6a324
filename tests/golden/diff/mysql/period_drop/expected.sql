ALTER TABLE `t`
    DROP INDEX `u`,
    DROP PERIOD FOR `p`,
    ADD COLUMN `begins` date NOT NULL AFTER `id`,
    ADD PERIOD FOR `q` (`begins`, `e`);
