--------------
-- Up
--------------
CREATE TABLE a (id INT);

--------------
-- Down
--------------
DROP TABLE a;
