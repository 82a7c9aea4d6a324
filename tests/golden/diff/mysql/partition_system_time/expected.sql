SET system_versioning_alter_history = KEEP;
ALTER TABLE `t`
PARTITION BY SYSTEM_TIME LIMIT 1000
(PARTITION `p0` HISTORY,
 PARTITION `pn` CURRENT);
SET system_versioning_alter_history = DEFAULT;
