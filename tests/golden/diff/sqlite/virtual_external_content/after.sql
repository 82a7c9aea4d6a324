CREATE TABLE d (id INTEGER PRIMARY KEY, title TEXT CHECK (title <> '')); 
CREATE VIRTUAL TABLE f USING fts5(title, content='d', content_rowid='id');
