PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_children (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER
);
INSERT INTO pawl_new_children (id, parent_id)
SELECT id, parent_id
FROM children;
DROP TABLE children;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_children RENAME TO children;
PRAGMA legacy_alter_table = OFF;
