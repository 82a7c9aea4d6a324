ALTER TABLE `t`
    MODIFY COLUMN `a` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
    MODIFY COLUMN `b` datetime(3) DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3),
    MODIFY COLUMN `c` timestamp(6) NULL;
