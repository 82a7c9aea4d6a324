-- atlas:txmod none

SELECT 1;
