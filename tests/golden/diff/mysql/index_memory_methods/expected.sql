ALTER TABLE `t`
    DROP INDEX `a`,
    DROP INDEX `b`,
    ADD KEY `a` (`a`) USING BTREE,
    ADD KEY `b` (`b`);
