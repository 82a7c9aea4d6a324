PRAGMA foreign_keys = OFF;
DROP INDEX b_old;
CREATE TABLE pawl_new_a (
    id INTEGER PRIMARY KEY REFERENCES b (id)
);
INSERT INTO pawl_new_a (id)
SELECT id
FROM a;
DROP TABLE a;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_a RENAME TO a;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE pawl_new_b (
    id INTEGER PRIMARY KEY REFERENCES a (id)
);
INSERT INTO pawl_new_b (id)
SELECT id
FROM b;
DROP TABLE b;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_b RENAME TO b;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX b_id ON b (abs(id));
CREATE TRIGGER b_insert AFTER INSERT ON b BEGIN SELECT 1; END;
