DELIMITER //
SELECT '//', "//", `//` /* // */ -- //
, 1 # //
//
DELIMITER ;
SELECT '
DELIMITER //
';
/*
DELIMITER //
*/
SELECT 3;