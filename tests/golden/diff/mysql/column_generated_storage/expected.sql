ALTER TABLE `t`
    DROP COLUMN `b`,
    DROP COLUMN `c`,
    DROP INDEX `b`,
    DROP INDEX `cb`,
    ADD COLUMN `b` int GENERATED ALWAYS AS (`a` + 1) STORED AFTER `a`,
    ADD COLUMN `c` int GENERATED ALWAYS AS (`a` + 1) VIRTUAL AFTER `b`,
    ADD KEY `b` (`b`),
    ADD KEY `cb` (`c`, `b`);
