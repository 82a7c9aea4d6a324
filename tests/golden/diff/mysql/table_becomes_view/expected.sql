DROP TABLE `a`;
CREATE VIEW `a` AS
select `b`.`id` AS `id` from `b`;
