ALTER TABLE `t`
    ADD COLUMN `b` varchar(20) NOT NULL DEFAULT 'x',
    ADD COLUMN `c` datetime(3);
