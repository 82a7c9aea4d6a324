ALTER TABLE `t`
    ADD COLUMN `c` int GENERATED ALWAYS AS (`a` + `b`) VIRTUAL,
    ADD COLUMN `d` int GENERATED ALWAYS AS (`a` * `b`) STORED COMMENT 'product',
    ADD KEY `c` (`c`);
