-- // create a
-- Migration SQL that makes the change goes here.
CREATE TABLE a (id INT);

-- //@UNDO
-- SQL to undo the change goes here.
DROP TABLE a;
