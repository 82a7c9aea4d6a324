CREATE FUNCTION `f`(`a` int, `b` varchar(10) CHARSET latin1 COLLATE latin1_swedish_ci) RETURNS varchar(20)
    READS SQL DATA
    SQL SECURITY INVOKER
    COMMENT 'it''s'
BEGIN DECLARE x INT; IF a > 1 THEN SET x = 1; END IF; RETURN CONCAT(b, ';'); END;
