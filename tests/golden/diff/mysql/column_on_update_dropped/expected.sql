ALTER TABLE `t` MODIFY COLUMN `a` datetime;
