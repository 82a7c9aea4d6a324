CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL UNIQUE COLLATE NOCASE,
    created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    score REAL DEFAULT 0.5 CHECK (score >= 0)
);
CREATE TABLE posts (
    id INTEGER PRIMARY KEY,
    author_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    CONSTRAINT title_not_empty CHECK (length(title) > 0),
    UNIQUE (author_id, title)
);
CREATE INDEX posts_by_author ON posts (author_id);
