CREATE VIEW `v` AS
select `t`.`a` AS `a`,ucase(`t`.`b`) AS `b` from `t` where `t`.`a` > 0;
CREATE VIEW `av` AS
select `v`.`a` AS `a` from `v`;
