CREATE OR REPLACE ALGORITHM = TEMPTABLE VIEW `v` AS
select `t`.`id` AS `id` from `t` where `t`.`id` > 0;
CREATE OR REPLACE VIEW `x` AS
select 'it\'s;' AS `q`,'a\\c\n' AS `r`;
