CREATE TABLE "t" ([a] INTEGER CHECK ("a" > 0), `b` TEXT);
CREATE VIEW "v" AS SELECT [a], "b" FROM `t`;
