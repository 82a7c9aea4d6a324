CREATE TABLE d (id INTEGER PRIMARY KEY, title TEXT, extra TEXT);
INSERT INTO d VALUES (1, 'hello', 'x');
CREATE VIRTUAL TABLE f USING fts5(title, content='d', content_rowid='id');
INSERT INTO f(f) VALUES ('rebuild');
