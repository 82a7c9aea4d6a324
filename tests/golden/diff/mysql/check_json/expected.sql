ALTER TABLE `t`
    DROP CONSTRAINT `c 2`,
    DROP CONSTRAINT `c1`,
    MODIFY COLUMN `j` json NOT NULL,
    MODIFY COLUMN `n` int CHECK (`n` > 1),
    ADD COLUMN `k` longtext CHECK (json_valid(`k`)),
    ADD CONSTRAINT `c1` CHECK (`n` > 2);
