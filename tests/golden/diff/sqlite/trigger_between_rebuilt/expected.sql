PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_a (
    id INTEGER PRIMARY KEY,
    x TEXT NOT NULL DEFAULT ''
);
INSERT INTO pawl_new_a (id, x)
SELECT id, coalesce(x, '')
FROM a;
DROP TABLE a;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_a RENAME TO a;
PRAGMA legacy_alter_table = OFF;
CREATE TRIGGER ta AFTER UPDATE OF x ON a WHEN OLD.x IS NOT NEW.x BEGIN INSERT INTO b (y) SELECT NEW.x; DELETE FROM b WHERE y = OLD.x; END;
CREATE TABLE pawl_new_b (
    id INTEGER PRIMARY KEY,
    y TEXT COLLATE NOCASE
);
INSERT INTO pawl_new_b (id, y)
SELECT id, y
FROM b;
DROP TABLE b;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_b RENAME TO b;
PRAGMA legacy_alter_table = OFF;
