-- rambler up
CREATE TABLE a (x int);
-- rambler down
DROP TABLE a;
