PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_t (
    id INTEGER PRIMARY KEY,
    aa TEXT NOT NULL DEFAULT 'q',
    b INTEGER REFERENCES t(id) ON DELETE CASCADE
);
INSERT INTO pawl_new_t (id, aa, b)
SELECT id, coalesce(aa, 'q'), b
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
