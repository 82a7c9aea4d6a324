ALTER TABLE `t` COMMENT='new, it''s "quoted" \\ and `so`';
