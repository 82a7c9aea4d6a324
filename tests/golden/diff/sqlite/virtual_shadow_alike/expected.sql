PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_r_mine (
    x INTEGER NOT NULL DEFAULT 1
);
INSERT INTO pawl_new_r_mine (rowid, x)
SELECT rowid, coalesce(x, 1)
FROM r_mine;
DROP TABLE r_mine;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_r_mine RENAME TO r_mine;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX rm ON r_mine (x);
