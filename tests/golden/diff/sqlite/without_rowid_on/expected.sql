PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_tags (
    name TEXT PRIMARY KEY,
    n INTEGER
) WITHOUT ROWID;
INSERT INTO pawl_new_tags (name, n)
SELECT name, n
FROM tags;
DROP TABLE tags;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_tags RENAME TO tags;
PRAGMA legacy_alter_table = OFF;
