ALTER TABLE `t`
    DROP INDEX `c`,
    DROP INDEX `k`,
    DROP INDEX `u`,
    ADD KEY `c` (`a`) COMMENT 'new',
    ADD KEY `k` (`a`, `b`),
    ADD KEY `u` (`b`);
