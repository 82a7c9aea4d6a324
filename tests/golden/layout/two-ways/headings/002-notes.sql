-- ==== UP ====
CREATE TABLE notes (id int);
-- ==== DOWN ====
DROP TABLE notes;
-- ==== UP ====
CREATE INDEX notes_id ON notes (id);
