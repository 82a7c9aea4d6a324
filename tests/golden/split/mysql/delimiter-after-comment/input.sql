-- c
DELIMITER //
SELECT 1//
/* c */
DELIMITER ;
# c
delimiter |
SELECT 2|
/* x */ DELIMITER ;
SELECT 3;