-- create a
-- depends:
CREATE TABLE a (x int);
