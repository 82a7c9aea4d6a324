ALTER TABLE `t`
    DROP INDEX `a`,
    ADD KEY `b` (`b`(10), `a` DESC) COMMENT 'for lists',
    ADD UNIQUE KEY `u` (`a`, `b`);
