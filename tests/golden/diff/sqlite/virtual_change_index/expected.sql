DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5(email, content='users', content_rowid='id', tokenize='trigram');
INSERT INTO search (search) VALUES ('rebuild');
