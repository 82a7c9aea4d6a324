ALTER TABLE `t`
    ADD PERIOD FOR `validity` (`s`, `e`),
    ADD UNIQUE KEY `u` (`id`, `validity` WITHOUT OVERLAPS);
