PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_t (
    id INT PRIMARY KEY,
    x TEXT
);
INSERT INTO pawl_new_t (rowid, id, x)
SELECT rowid, id, x
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE pawl_new_c (
    t INTEGER REFERENCES t(id) ON UPDATE CASCADE
);
INSERT INTO pawl_new_c (rowid, t)
SELECT rowid, t
FROM c;
DROP TABLE c;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_c RENAME TO c;
PRAGMA legacy_alter_table = OFF;
