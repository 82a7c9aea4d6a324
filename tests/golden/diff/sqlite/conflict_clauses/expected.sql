PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_t (
    a INTEGER PRIMARY KEY ON CONFLICT IGNORE,
    b TEXT UNIQUE ON CONFLICT REPLACE,
    c TEXT NOT NULL ON CONFLICT ROLLBACK DEFAULT 'y',
    CONSTRAINT ck CHECK (b <> 'z')
);
INSERT INTO pawl_new_t (a, b, c)
SELECT a, b, c
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
