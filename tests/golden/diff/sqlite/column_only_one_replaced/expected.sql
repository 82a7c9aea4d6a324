PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_t (
    b TEXT
);
INSERT INTO pawl_new_t (rowid)
SELECT rowid
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
