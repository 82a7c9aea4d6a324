-- rambler up
CREATE TABLE b (x int);
