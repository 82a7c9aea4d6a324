ALTER TABLE `t` ADD CONSTRAINT `CONSTRAINT_1` CHECK (`a` <> 'x\\y\'');
CREATE FUNCTION `f`(`p` text) RETURNS text
RETURN REPLACE(REPLACE(p, '\\', "/\\"), 'it\'s\n', '%\%\_');
CREATE PROCEDURE `p`(IN `a` enum('x)','(y'))
    NO SQL
    SQL SECURITY INVOKER
    COMMENT 'a
b''c\\'
SELECT '\\', '\n';
CREATE VIEW `v` AS
select 'back\\slash\'s' AS `c`,`t`.`a` AS `a` from `t` where `t`.`a` like '\\%';
CREATE TRIGGER `y` BEFORE INSERT ON `t` FOR EACH ROW
SET NEW.a = 'for each row \\n';
CREATE TRIGGER `x` BEFORE INSERT ON `t` FOR EACH ROW FOLLOWS `y`
SET NEW.a = '\\';
CREATE EVENT `e`
    ON SCHEDULE EVERY 1 DAY
    DISABLE
    COMMENT 'do\\'
    DO DELETE FROM t WHERE a = 'a\\';
