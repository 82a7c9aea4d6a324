---- down migration: the way back
DROP TABLE b;
---- up migration
CREATE TABLE b (id int);
