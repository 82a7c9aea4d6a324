PRAGMA foreign_keys = OFF;
DROP VIEW b;
DROP TABLE a;
CREATE TABLE b (
    id INTEGER PRIMARY KEY
);
CREATE TABLE pawl_new_c (
    id INTEGER REFERENCES b
);
INSERT INTO pawl_new_c (rowid, id)
SELECT rowid, id
FROM c;
DROP TABLE c;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_c RENAME TO c;
PRAGMA legacy_alter_table = OFF;
CREATE VIEW a AS SELECT id FROM b;
