-- pawl:transaction off
SELECT 1;
-- pawl:requires 7 8
