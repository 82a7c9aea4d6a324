CREATE OR REPLACE SQL SECURITY INVOKER VIEW `v` AS
select `t`.`a` AS `a` from `t` where `t`.`a` > 0
WITH LOCAL CHECK OPTION;
CREATE OR REPLACE ALGORITHM = TEMPTABLE VIEW `x` AS
select `t`.`a` AS `a` from `t` where `t`.`a` > 0;
