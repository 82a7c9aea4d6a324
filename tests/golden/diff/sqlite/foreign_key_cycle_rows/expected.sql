PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_a (
    id INTEGER PRIMARY KEY,
    b INTEGER REFERENCES b DEFERRABLE INITIALLY DEFERRED,
    t INTEGER
);
INSERT INTO pawl_new_a (id, b, t)
SELECT id, b, t
FROM a;
DROP TABLE a;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_a RENAME TO a;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE pawl_new_b (
    id INTEGER PRIMARY KEY,
    a INTEGER NOT NULL REFERENCES a ON DELETE RESTRICT
);
INSERT INTO pawl_new_b (id, a)
SELECT id, a
FROM b;
DROP TABLE b;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_b RENAME TO b;
PRAGMA legacy_alter_table = OFF;
