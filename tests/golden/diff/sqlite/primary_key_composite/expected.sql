PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_t (
    a INTEGER,
    b INTEGER,
    PRIMARY KEY (a, b DESC) ON CONFLICT REPLACE
);
INSERT INTO pawl_new_t (rowid, a, b)
SELECT rowid, a, b
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
