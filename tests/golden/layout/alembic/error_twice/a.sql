-- Running upgrade  -> 1
SELECT 1;
-- Running upgrade  -> 1
