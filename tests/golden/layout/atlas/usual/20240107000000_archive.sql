-- atlas:txtar

-- migration.sql --
CREATE TABLE e (id int);
-- down.sql --
DROP TABLE e;
