PRAGMA foreign_keys = OFF;
DROP INDEX i1;
CREATE TABLE pawl_new_t (
    id INTEGER PRIMARY KEY,
    a TEXT CHECK (length(a) < 10),
    j TEXT CHECK (json_valid(j))
);
INSERT INTO pawl_new_t (id, a, j)
SELECT id, a, j
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
CREATE UNIQUE INDEX i2 ON t (a COLLATE NOCASE DESC) WHERE a IS NOT NULL;
CREATE INDEX i1 ON t (json_extract(j, '$.y'));
CREATE INDEX i3 ON t (abs(id), a || 'x');
