PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_t (
    id TEXT,
    name TEXT
);
INSERT INTO pawl_new_t (rowid, id, name)
SELECT rowid, id, name
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
