PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_parents (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
INSERT INTO pawl_new_parents (id, name)
SELECT id, name
FROM parents;
DROP TABLE parents;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_parents RENAME TO parents;
PRAGMA legacy_alter_table = OFF;
