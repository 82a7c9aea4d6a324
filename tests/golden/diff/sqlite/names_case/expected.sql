PRAGMA foreign_keys = OFF;
DROP INDEX I;
CREATE TABLE pawl_new_t (
    ID INTEGER PRIMARY KEY,
    name TEXT NOT NULL DEFAULT '',
    odd TEXT CHECK (ODD <> '')
);
INSERT INTO pawl_new_t (ID, name, odd)
SELECT Id, coalesce(Name, ''), odd
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX i ON t (NAME COLLATE NOCASE);
