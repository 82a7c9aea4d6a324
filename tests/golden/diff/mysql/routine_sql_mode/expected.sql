SET sql_mode = '';
CREATE OR REPLACE FUNCTION `f`(`a` bigint) RETURNS varchar(20)
    READS SQL DATA
    SQL SECURITY INVOKER
    COMMENT 'it''s'
RETURN concat(a, '!');
SET sql_mode = DEFAULT;
SET sql_mode = 'PIPES_AS_CONCAT,ANSI_QUOTES';
CREATE OR REPLACE PROCEDURE `p`(IN `a` int, OUT `b` varchar(10) CHARSET latin1 COLLATE latin1_swedish_ci)
SELECT "id" || 'x' INTO b FROM (SELECT 1 AS "id") x;
SET sql_mode = DEFAULT;
