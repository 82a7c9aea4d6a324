PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_n (
    id INTEGER PRIMARY KEY,
    parent INTEGER REFERENCES n ON DELETE SET NULL,
    x TEXT NOT NULL DEFAULT ''
);
INSERT INTO pawl_new_n (id, parent, x)
SELECT id, parent, coalesce(x, '')
FROM n;
DROP TABLE n;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_n RENAME TO n;
PRAGMA legacy_alter_table = OFF;
