PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_t (
    a TEXT CHECK (a IN ('a', 'B'))
);
INSERT INTO pawl_new_t (rowid, a)
SELECT rowid, a
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
