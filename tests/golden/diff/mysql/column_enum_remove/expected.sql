ALTER TABLE `t` MODIFY COLUMN `a` enum('c','a');
