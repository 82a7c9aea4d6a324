ALTER TABLE `t`
    MODIFY COLUMN `a` int,
    MODIFY COLUMN `b` int INVISIBLE,
    ADD COLUMN `c` timestamp NULL DEFAULT current_timestamp() ON UPDATE current_timestamp() INVISIBLE;
