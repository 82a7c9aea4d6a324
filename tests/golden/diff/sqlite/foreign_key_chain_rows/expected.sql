PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_a (
    id INTEGER PRIMARY KEY,
    x INTEGER NOT NULL DEFAULT 0
);
INSERT INTO pawl_new_a (id, x)
SELECT id, coalesce(x, 0)
FROM a;
DROP TABLE a;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_a RENAME TO a;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE pawl_new_b (
    id INTEGER PRIMARY KEY,
    a INTEGER NOT NULL REFERENCES a ON DELETE CASCADE
);
INSERT INTO pawl_new_b (id, a)
SELECT id, a
FROM b;
DROP TABLE b;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_b RENAME TO b;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE pawl_new_c (
    id INTEGER PRIMARY KEY,
    b INTEGER REFERENCES b ON DELETE CASCADE,
    CHECK (b > 0)
);
INSERT INTO pawl_new_c (id, b)
SELECT id, b
FROM c;
DROP TABLE c;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_c RENAME TO c;
PRAGMA legacy_alter_table = OFF;
