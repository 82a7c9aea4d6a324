CREATE VIRTUAL TABLE areas USING rtree(id, x0, x1);
CREATE VIRTUAL TABLE notes USING fts5(title, body, tokenize = 'porter ascii');
CREATE VIRTUAL TABLE search USING fts5(email, content='users', content_rowid='id');
