SET system_versioning_alter_history = KEEP;
ALTER TABLE `prices` DROP SYSTEM VERSIONING;
ALTER TABLE `prices`
    ENGINE=InnoDB,
    ADD SYSTEM VERSIONING;
SET system_versioning_alter_history = DEFAULT;
