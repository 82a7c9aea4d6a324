PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_t (
    n INTEGER,
    CONSTRAINT n_range CHECK (n > 1)
);
INSERT INTO pawl_new_t (rowid, n)
SELECT rowid, n
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
