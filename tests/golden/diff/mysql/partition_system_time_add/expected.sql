SET system_versioning_alter_history = KEEP;
ALTER TABLE `prices` ADD PARTITION (
     PARTITION `p2` HISTORY);
SET system_versioning_alter_history = DEFAULT;
