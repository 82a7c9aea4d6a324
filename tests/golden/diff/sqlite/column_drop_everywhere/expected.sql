PRAGMA foreign_keys = OFF;
DROP INDEX i;
CREATE TABLE pawl_new_t (
    id INTEGER PRIMARY KEY,
    a TEXT
);
INSERT INTO pawl_new_t (id, a)
SELECT id, a
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX i ON t (a);
