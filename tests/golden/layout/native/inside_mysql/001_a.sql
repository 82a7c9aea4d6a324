# it's
-- pawl:requires 1
SELECT 'it\'s
-- pawl:nonsense
', `
-- pawl:nonsense
`;
DELIMITER //
CREATE PROCEDURE p()
BEGIN
  IF 1 THEN
-- pawl:nonsense
  SELECT CASE 1 WHEN 1 THEN 2 END;
  END IF;
-- pawl:nonsense
END//
-- pawl:requires 2
CREATE PROCEDURE q()
BEGIN
-- pawl:nonsense
END//
DELIMITER ;
/*!50003 CREATE TABLE t (a int)
-- pawl:nonsense
*/;
-- pawl:requires 3
