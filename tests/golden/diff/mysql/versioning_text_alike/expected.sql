SET system_versioning_alter_history = KEEP;
ALTER TABLE `t`
    MODIFY COLUMN `s` varchar(50) COMMENT 'GENERATED ALWAYS AS ROW START',
    MODIFY COLUMN `g` varchar(60) GENERATED ALWAYS AS (concat(`s`,' ROW END')) STORED,
    MODIFY COLUMN `h` varchar(60) GENERATED ALWAYS AS ('ROW START') VIRTUAL,
    ADD COLUMN `row start` timestamp(6) NOT NULL DEFAULT current_timestamp(6);
SET system_versioning_alter_history = DEFAULT;
