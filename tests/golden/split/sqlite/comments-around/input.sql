/* before */ SELECT /* in; */ 1 -- tail;
 + 2 /* after */ ; -- end
-- next
SELECT 3 /* x */