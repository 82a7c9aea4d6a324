ALTER TABLE `t`
    MODIFY COLUMN `a` int CHECK (`a` > 1),
    MODIFY COLUMN `b` int CHECK (`b` <> 'x;y'),
    MODIFY COLUMN `c` int;
