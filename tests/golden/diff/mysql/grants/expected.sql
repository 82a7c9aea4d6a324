ALTER TABLE `t` MODIFY COLUMN `n` bigint;
CREATE VIEW `v` AS
select `t`.`id` AS `id` from `t`;
REVOKE SELECT ON `t` FROM 'pawl_golden_reader'@'localhost';
GRANT INSERT, SELECT ON `t` TO 'pawl_golden_reader'@'localhost' WITH GRANT OPTION;
GRANT SELECT ON `v` TO 'pawl_golden_reader'@'localhost';
GRANT REFERENCES (`id`) ON `t` TO 'pawl_golden_reader'@'localhost' WITH GRANT OPTION;
GRANT UPDATE (`n`) ON `t` TO 'pawl_golden_reader'@'localhost' WITH GRANT OPTION;
