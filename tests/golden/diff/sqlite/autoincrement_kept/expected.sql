PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_t (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    n INTEGER CHECK (n > 0)
);
INSERT INTO pawl_new_t (id, n)
SELECT id, n
FROM t;
DELETE FROM sqlite_sequence WHERE name = 'pawl_new_t';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'pawl_new_t', seq FROM sqlite_sequence WHERE name = 't';
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
