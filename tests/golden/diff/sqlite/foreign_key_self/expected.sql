PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_nodes (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES nodes (id) ON DELETE CASCADE,
    label TEXT UNIQUE
);
INSERT INTO pawl_new_nodes (id, parent_id)
SELECT id, parent_id
FROM nodes;
DROP TABLE nodes;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_nodes RENAME TO nodes;
PRAGMA legacy_alter_table = OFF;
