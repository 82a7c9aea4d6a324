PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_p (
    id INTEGER PRIMARY KEY,
    a INTEGER,
    b INTEGER,
    UNIQUE (a, b)
);
INSERT INTO pawl_new_p (a, b)
SELECT a, b
FROM p;
DROP TABLE p;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_p RENAME TO p;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE pawl_new_c (
    x INTEGER,
    y INTEGER,
    FOREIGN KEY (x, y) REFERENCES p (a, b) ON DELETE CASCADE
);
INSERT INTO pawl_new_c (rowid, x, y)
SELECT rowid, x, y
FROM c;
DROP TABLE c;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_c RENAME TO c;
PRAGMA legacy_alter_table = OFF;
