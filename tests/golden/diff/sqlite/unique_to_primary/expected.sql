PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_t (
    a INTEGER PRIMARY KEY,
    b TEXT UNIQUE
);
INSERT INTO pawl_new_t (a, b)
SELECT a, b
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
