-- pawl:up
SELECT 1 -- no semicolon
-- pawl:down
