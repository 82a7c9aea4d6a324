CREATE TABLE u (id int);
--//@UNDO now
DROP TABLE u;
