SELECT 1;
SELECT ${tableName};
