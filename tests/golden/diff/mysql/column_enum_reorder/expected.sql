ALTER TABLE `t`
    MODIFY COLUMN `a` enum('b','new','a'),
    MODIFY COLUMN `b` set('y','x');
