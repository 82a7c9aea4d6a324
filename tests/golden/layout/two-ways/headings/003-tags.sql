-- Up
CREATE TABLE tags (id int);
-- Down
-- DROP TABLE tags;
