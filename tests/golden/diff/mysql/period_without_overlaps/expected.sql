ALTER TABLE `t`
    ADD PERIOD FOR `p` (`a`, `b`),
    ADD UNIQUE KEY `id` (`id`, `p` WITHOUT OVERLAPS);
