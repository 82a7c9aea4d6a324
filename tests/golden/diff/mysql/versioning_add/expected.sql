ALTER TABLE `t` ADD SYSTEM VERSIONING;
SET system_versioning_alter_history = KEEP;
ALTER TABLE `t` MODIFY COLUMN `b` int WITHOUT SYSTEM VERSIONING;
SET system_versioning_alter_history = DEFAULT;
