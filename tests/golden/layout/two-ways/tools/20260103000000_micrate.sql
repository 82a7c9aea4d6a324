-- +micrate Up
SELECT 1;
-- +micrate Down
SELECT 2;
