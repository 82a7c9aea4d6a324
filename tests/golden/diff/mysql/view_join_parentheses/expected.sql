CREATE VIEW `both_of_them` AS
select `u`.`id` AS `id`,`p`.`amount` AS `amount` from `users` `u` join `prices` `p`;
CREATE VIEW `nested` AS
select `u`.`id` AS `id`,(select max(`q`.`n`) from (select 1 AS `n`) `q`) AS `n` from `users` `u` join `prices` `p` on(`p`.`id` = `u`.`id`) left join (`users` `v` join `prices` `r` on(`r`.`id` = `v`.`id`)) on(`v`.`id` = `u`.`id`);
