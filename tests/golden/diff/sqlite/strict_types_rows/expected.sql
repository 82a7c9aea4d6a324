PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_t (
    id INTEGER PRIMARY KEY,
    a BLOB,
    b REAL,
    c ANY
) STRICT;
INSERT INTO pawl_new_t (id, a, b)
SELECT id, CAST(a AS BLOB), b
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
