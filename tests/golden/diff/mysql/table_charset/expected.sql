ALTER TABLE `t`
    MODIFY COLUMN `a` varchar(10),
    MODIFY COLUMN `b` text,
    DEFAULT CHARSET=latin1 COLLATE=latin1_swedish_ci;
