ALTER TABLE `t`
    ADD UNIQUE KEY `a` (`a`),
    ADD UNIQUE KEY `b` (`b`);
