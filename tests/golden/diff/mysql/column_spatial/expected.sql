ALTER TABLE `t`
    DROP INDEX `p`,
    MODIFY COLUMN `p` geometry NOT NULL,
    ADD COLUMN `g` polygon,
    ADD SPATIAL KEY `q` (`p`);
