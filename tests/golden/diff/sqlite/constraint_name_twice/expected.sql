PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_t (
    a INTEGER,
    CONSTRAINT c CHECK (a > 0),
    CONSTRAINT c CHECK (a < 9),
    CHECK (a <> 5),
    CHECK (a <> 5)
);
INSERT INTO pawl_new_t (rowid, a)
SELECT rowid, a
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
