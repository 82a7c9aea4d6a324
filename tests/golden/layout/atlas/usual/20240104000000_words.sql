-- Copyright
-- atlas:delimiter "-- end"

CREATE TABLE d (id int)
-- end
SELECT 1
-- end
