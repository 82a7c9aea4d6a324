CREATE VIEW `b` AS
select `u`.`a` AS `it's`,(select count(0) from `u` `t`) AS `n` from `t` `u` join (select 1 AS `one`) `sub`;
CREATE VIEW `a` AS
select `b`.`it's` AS `it's`,`b`.`n` AS `n` from `b`
WITH CASCADED CHECK OPTION;
