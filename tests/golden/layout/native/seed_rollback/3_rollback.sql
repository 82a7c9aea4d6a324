-- pawl:transaction off
SELECT 4;
