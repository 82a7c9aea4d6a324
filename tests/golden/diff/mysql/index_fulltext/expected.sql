ALTER TABLE `t`
    DROP INDEX `a`,
    ADD FULLTEXT KEY `a` (`a`, `b`) COMMENT 'search',
    ADD FULLTEXT KEY `b` (`b`);
