PRAGMA foreign_keys = OFF;
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
CREATE TABLE pawl_new_u (
    id INTEGER PRIMARY KEY AUTOINCREMENT
);
INSERT INTO pawl_new_u (id)
SELECT id
FROM u;
DROP TABLE u;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_u RENAME TO u;
PRAGMA legacy_alter_table = OFF;
