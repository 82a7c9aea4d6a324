ALTER TABLE `t`
    DROP COLUMN `a`,
    MODIFY COLUMN `id` bigint NOT NULL,
    ADD COLUMN `a2` varchar(20) AFTER `id`;
CREATE OR REPLACE VIEW `v1` AS
select `t`.`id` AS `id`,`t`.`a2` AS `a2` from `t`;
CREATE OR REPLACE VIEW `v2` AS
select `v1`.`a2` AS `a2`,count(0) AS `c` from `v1` group by `v1`.`a2`;
CREATE OR REPLACE VIEW `v3` AS
select `v2`.`c` AS `c`,`t`.`b` AS `b`,`t`.`id` AS `id` from `v2` join `t` on(`t`.`a2` = `v2`.`a2`);
