PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_t (
    id INTEGER PRIMARY KEY,
    a TEXT DEFAULT CURRENT_DATE,
    b INTEGER DEFAULT (abs(-6)),
    c BLOB DEFAULT x'00',
    d REAL DEFAULT +2,
    e TEXT DEFAULT 'null',
    f TEXT DEFAULT (datetime('now'))
);
INSERT INTO pawl_new_t (id, a, b, c, d, e)
SELECT id, a, b, c, d, e
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
