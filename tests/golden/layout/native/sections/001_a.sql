-- A comment first
-- pawl:timeout lock=3s statement=10min
-- pawl:env dev staging

-- pawl:up
CREATE TABLE t (x INTEGER);
-- pawl:down
-- pawl:transaction off
-- pawl:timeout lock=none
DROP TABLE t;
-- pawl:verify
SELECT 1 FROM t;
