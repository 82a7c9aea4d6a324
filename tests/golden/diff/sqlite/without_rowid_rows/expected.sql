PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_t (
    k TEXT PRIMARY KEY NOT NULL,
    v
) WITHOUT ROWID;
INSERT INTO pawl_new_t (k, v)
SELECT k, v
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
