PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_t (
    id INTEGER PRIMARY KEY,
    n INTEGER,
    b TEXT
) STRICT;
INSERT INTO pawl_new_t (id, n, b)
SELECT id, n, CAST(b AS TEXT)
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
