ALTER TABLE `t` ADD COLUMN `c` int;
CREATE OR REPLACE VIEW `v` AS
select `t`.`a` AS `a`,`t`.`c` AS `c`,`t`.`b` AS `b` from `t` where `t`.`a` > 1;
CREATE OR REPLACE VIEW `w` AS
select `v`.`a` AS `a`,`v`.`c` AS `c` from `v`;
