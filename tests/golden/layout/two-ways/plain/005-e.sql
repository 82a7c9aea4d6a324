CREATE TABLE e (id INT);
-- down
DROP TABLE e;
