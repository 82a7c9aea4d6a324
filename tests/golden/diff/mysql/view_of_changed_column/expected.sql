ALTER TABLE `t`
    DROP COLUMN `b`,
    MODIFY COLUMN `a` bigint;
CREATE OR REPLACE VIEW `v` AS
select `t`.`a` AS `a` from `t`;
