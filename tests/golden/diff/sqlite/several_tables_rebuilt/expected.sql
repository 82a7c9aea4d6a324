PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_a (
    id INTEGER PRIMARY KEY,
    n INTEGER NOT NULL
);
INSERT INTO pawl_new_a (id, n)
SELECT id, n
FROM a;
DROP TABLE a;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_a RENAME TO a;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE pawl_new_b (
    id INTEGER PRIMARY KEY,
    a_id INTEGER NOT NULL REFERENCES a (id)
);
INSERT INTO pawl_new_b (id, a_id)
SELECT id, a_id
FROM b;
DROP TABLE b;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_b RENAME TO b;
PRAGMA legacy_alter_table = OFF;
