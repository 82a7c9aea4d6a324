ALTER TABLE `t`
    MODIFY COLUMN `a` int,
    MODIFY COLUMN `b` int COMMENT 'multi
line, it''s';
