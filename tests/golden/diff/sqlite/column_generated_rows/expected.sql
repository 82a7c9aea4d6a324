PRAGMA foreign_keys = OFF;
DROP INDEX i;
CREATE TABLE pawl_new_t (
    a INTEGER NOT NULL,
    g INTEGER GENERATED ALWAYS AS (a * 3) STORED UNIQUE,
    h TEXT AS (a || 'y') VIRTUAL NOT NULL
);
INSERT INTO pawl_new_t (rowid, a)
SELECT rowid, a
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX i ON t (h, g);
