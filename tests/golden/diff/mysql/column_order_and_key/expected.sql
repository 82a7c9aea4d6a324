ALTER TABLE `t`
    DROP PRIMARY KEY,
    DROP INDEX `c`,
    MODIFY COLUMN `c` int FIRST,
    MODIFY COLUMN `b` int NOT NULL AFTER `c`,
    ADD COLUMN `d` int DEFAULT 7 AFTER `b`,
    ADD PRIMARY KEY (`b`, `a`),
    ADD UNIQUE KEY `c` (`c`);
