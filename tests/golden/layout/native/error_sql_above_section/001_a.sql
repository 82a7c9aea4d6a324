-- c
SELECT 1;
-- pawl:down
