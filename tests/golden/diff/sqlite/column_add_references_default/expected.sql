PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_posts (
    id INTEGER PRIMARY KEY,
    title TEXT,
    author_id INTEGER DEFAULT 1 REFERENCES users (id)
);
INSERT INTO pawl_new_posts (id, title)
SELECT id, title
FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;
