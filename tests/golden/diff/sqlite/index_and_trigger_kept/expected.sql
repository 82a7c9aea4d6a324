PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_t (
    id INTEGER PRIMARY KEY,
    a TEXT,
    b,
    c
);
INSERT INTO pawl_new_t (id, a, b, c)
SELECT id, a, b, c
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX i1 ON t (a);
CREATE INDEX i2 ON t (b DESC, c) WHERE c > 1;
CREATE UNIQUE INDEX i3 ON t (a, b, c);
CREATE TRIGGER t1 AFTER DELETE ON t BEGIN SELECT 1; END;
CREATE TRIGGER t2 BEFORE INSERT ON t WHEN NEW.a IS NULL BEGIN SELECT RAISE(ABORT, 'no; way'); END;
