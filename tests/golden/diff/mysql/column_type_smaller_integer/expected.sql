ALTER TABLE `t` MODIFY COLUMN `a` smallint;
