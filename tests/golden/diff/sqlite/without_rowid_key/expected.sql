PRAGMA foreign_keys = OFF;
DROP INDEX i;
CREATE TABLE pawl_new_t (
    a TEXT,
    b INTEGER,
    c TEXT NOT NULL DEFAULT 'q',
    PRIMARY KEY (b DESC, a)
) WITHOUT ROWID;
INSERT INTO pawl_new_t (a, b, c)
SELECT a, b, coalesce(c, 'q')
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX i ON t (c, lower(a)) WHERE b > 1;
