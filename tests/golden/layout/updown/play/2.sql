-- !Ups
CREATE TABLE notes (id int);
-- !Downs
DROP TABLE notes;
