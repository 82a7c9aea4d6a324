SET system_versioning_alter_history = KEEP;
ALTER TABLE `prices`
    DROP COLUMN `valid_from`,
    DROP COLUMN `valid_to`,
    DROP SYSTEM VERSIONING;
ALTER TABLE `prices`
    DROP COLUMN `article`,
    ADD COLUMN `sku` varchar(20),
    ADD COLUMN `amount` decimal(10,2),
    ADD SYSTEM VERSIONING;
SET system_versioning_alter_history = DEFAULT;
