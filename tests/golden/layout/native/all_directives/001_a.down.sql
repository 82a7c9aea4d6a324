-- pawl:timeout lock=2h
-- pawl:allow drop-table the way back
SELECT 1;
