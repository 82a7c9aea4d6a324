ALTER TABLE `stays` ADD CONSTRAINT `stay` CHECK (`room` > 0);
