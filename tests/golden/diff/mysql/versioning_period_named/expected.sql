SET system_versioning_alter_history = KEEP;
ALTER TABLE `t`
    DROP PRIMARY KEY,
    DROP SYSTEM VERSIONING;
ALTER TABLE `t`
    ADD COLUMN `a` timestamp(6) GENERATED ALWAYS AS ROW START INVISIBLE,
    ADD COLUMN `b` timestamp(6) GENERATED ALWAYS AS ROW END INVISIBLE,
    ADD PERIOD FOR SYSTEM_TIME (`a`, `b`),
    ADD PRIMARY KEY (`id`, `b`),
    ADD SYSTEM VERSIONING;
SET system_versioning_alter_history = DEFAULT;
SET system_versioning_alter_history = KEEP;
ALTER TABLE `t` ADD COLUMN `y` int WITHOUT SYSTEM VERSIONING AFTER `x`;
SET system_versioning_alter_history = DEFAULT;
