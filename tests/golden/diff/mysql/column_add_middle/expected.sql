ALTER TABLE `t`
    ADD COLUMN `x` int AFTER `a`,
    ADD COLUMN `y` int AFTER `x`,
    ADD COLUMN `z` int;
