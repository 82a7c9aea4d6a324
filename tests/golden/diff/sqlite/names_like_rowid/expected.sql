PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_t (
    rowid TEXT,
    oid TEXT,
    a TEXT NOT NULL
);
INSERT INTO pawl_new_t (_rowid_, rowid, oid, a)
SELECT _rowid_, rowid, oid, a
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
