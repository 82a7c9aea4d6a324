ALTER TABLE `t`
    DROP INDEX `ka`,
    DROP INDEX `kb`,
    ADD KEY `ka` (`a`(20), `c` DESC) COMMENT 'it''s',
    ADD FULLTEXT KEY `kb` (`a`, `b`),
    ADD KEY `ki` (`c`) IGNORED,
    ADD SPATIAL KEY `kp` (`p`),
    ADD UNIQUE KEY `ku` (`b`(100));
