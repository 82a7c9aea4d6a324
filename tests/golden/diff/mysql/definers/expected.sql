CREATE DEFINER = `x`@`localhost` PROCEDURE `p`()
SELECT 1;
CREATE DEFINER = `some one`@`10.%` VIEW `v` AS
select `t`.`a` AS `a` from `t`;
