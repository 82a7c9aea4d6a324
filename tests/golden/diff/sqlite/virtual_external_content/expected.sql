PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_d (
    id INTEGER PRIMARY KEY,
    title TEXT CHECK (title <> '')
);
INSERT INTO pawl_new_d (id, title)
SELECT id, title
FROM d;
DROP TABLE d;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_d RENAME TO d;
PRAGMA legacy_alter_table = OFF;
