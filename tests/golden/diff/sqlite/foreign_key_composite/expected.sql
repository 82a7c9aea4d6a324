PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_children (
    x INTEGER,
    y INTEGER,
    FOREIGN KEY (x, y) REFERENCES parents (a, b) ON DELETE SET DEFAULT
);
INSERT INTO pawl_new_children (rowid, x, y)
SELECT rowid, x, y
FROM children;
DROP TABLE children;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_children RENAME TO children;
PRAGMA legacy_alter_table = OFF;
